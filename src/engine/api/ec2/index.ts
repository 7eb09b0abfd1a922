/** The EC2 operations and views of this engine. */
import type { ServiceOperations } from '../types'
import { describeOperations } from './describe'
import { instanceOperations } from './instances'
import { networkOperations } from './networks'

export {
  instanceView,
  internetGatewayView,
  networkInterfaceView,
  routeTableView,
  securityGroupView,
  subnetView,
  vpcView,
} from './views'

export const ec2Operations: ServiceOperations = { ...describeOperations, ...networkOperations, ...instanceOperations }
