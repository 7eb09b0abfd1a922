/** What to do on a real account where the simulator has a call of its own. */

type Input = Record<string, unknown>

const FAULTS: Record<string, string> = {
  stopContainer: 'stop the container: docker kill on its instance, or aws ecs execute-command',
  outOfMemory: 'let the container use more memory than it may have',
  failHealthChecks: 'make the container answer its health checks with an error',
  terminateInstance: 'terminate the instance: aws ec2 terminate-instances',
  stopInstance: 'stop the instance: aws ec2 stop-instances',
  disconnectAgent: 'stop the agent on the instance: systemctl stop ecs',
  impairInstance: 'AWS FIS can impair an instance',
  spotReclaim: 'AWS FIS can send a Spot interruption',
  capacityUnavailable: 'there is no way to make AWS run out of capacity',
  zoneDown: 'AWS FIS can cut off an Availability Zone',
  zoneUp: 'end the AWS FIS experiment',
  registryDown: 'take away the route to the registry',
  natDown: 'delete the NAT gateway',
  throttleApi: 'AWS FIS can throttle API calls',
}

/** One line for a person, without the comment sign. */
export function noteFor(operation: string, input: Input): string {
  switch (operation) {
    case 'PutImage':
      return `push an image ${text(input.image)} that behaves like this`
    case 'AddContainerInstances':
      return `launch ${text(input.count ?? 1)} × ${text(input.instanceType)} with the ECS-optimized AMI and ECS_CLUSTER=${text(input.cluster ?? 'default')} in the user data`
    case 'RemoveContainerInstances':
      return 'terminate these instances: aws ec2 terminate-instances'
    case 'InjectFault':
      return FAULTS[text(input.kind)] ?? 'make this fault happen'
    case 'ClearFault':
      return 'undo the fault'
    case 'SetTraffic':
      return `send ${text(input.requestsPerSecond)} requests a second to this address with a load generator`
    default:
      return 'nothing to do: this is a setting of the simulator'
  }
}

const text = (value: unknown): string => String(value).replace(/\s+/g, ' ').slice(0, 80)
