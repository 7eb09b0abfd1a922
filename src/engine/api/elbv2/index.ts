/** Elastic Load Balancing v2: its operations, and its entities for the world document. */
import type { ServiceOperations } from '../types'
import { createListener, deleteListener, describeListeners, modifyListener } from './listeners'
import {
  createLoadBalancer,
  deleteLoadBalancer,
  describeLoadBalancerAttributes,
  describeLoadBalancers,
  modifyLoadBalancerAttributes,
} from './loadBalancers'
import { createRule, deleteRule, describeRules, modifyRule, setRulePriorities } from './rules'
import { addTags, describeTags, removeTags } from './tags'
import {
  createTargetGroup,
  deleteTargetGroup,
  describeTargetGroupAttributes,
  describeTargetGroups,
  modifyTargetGroup,
  modifyTargetGroupAttributes,
} from './targetGroups'
import { deregisterTargetsByHand, describeHealth, registerTargets } from './targets'

export { listenerView, loadBalancerView, ruleView, targetGroupWorldView } from './views'

export const elbv2Operations: ServiceOperations = {
  CreateLoadBalancer: createLoadBalancer,
  DescribeLoadBalancers: describeLoadBalancers,
  DeleteLoadBalancer: deleteLoadBalancer,
  ModifyLoadBalancerAttributes: modifyLoadBalancerAttributes,
  DescribeLoadBalancerAttributes: describeLoadBalancerAttributes,
  CreateListener: createListener,
  DescribeListeners: describeListeners,
  ModifyListener: modifyListener,
  DeleteListener: deleteListener,
  CreateRule: createRule,
  DescribeRules: describeRules,
  ModifyRule: modifyRule,
  DeleteRule: deleteRule,
  SetRulePriorities: setRulePriorities,
  CreateTargetGroup: createTargetGroup,
  DescribeTargetGroups: describeTargetGroups,
  ModifyTargetGroup: modifyTargetGroup,
  DeleteTargetGroup: deleteTargetGroup,
  ModifyTargetGroupAttributes: modifyTargetGroupAttributes,
  DescribeTargetGroupAttributes: describeTargetGroupAttributes,
  RegisterTargets: registerTargets,
  DeregisterTargets: deregisterTargetsByHand,
  DescribeTargetHealth: describeHealth,
  AddTags: addTags,
  RemoveTags: removeTags,
  DescribeTags: describeTags,
}
