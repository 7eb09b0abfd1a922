/** Names of what is there, for completion: from the page's mirror where it has them, else from the world document. */
import type { NameKind, NamesPort } from '../cli'
import { world } from '../store'
import { client } from '../worker'

const clusterId = (name: string | null): string | undefined => {
  const short = name?.split('/').at(-1) ?? 'default'
  return [...world.rows.clusters.values()].find((cluster) => cluster.name === short)?.id
}

/** Rows of a cluster; of all clusters when none is named and there is no `default`. */
function inCluster<Row extends { clusterId: string }>(rows: Iterable<Row>, cluster: string | null): Row[] {
  const id = clusterId(cluster)
  return [...rows].filter((row) => (cluster === null && id === undefined) || row.clusterId === id)
}

const arns = (rows: Iterable<{ arn: string }>): string[] => [...rows].map(({ arn }) => arn)

/** Newest tasks first: those are the ones that people mean. */
const MOST_TASKS = 100

const fromMirror: Partial<Record<NameKind, (cluster: string | null) => string[]>> = {
  cluster: () => [...world.rows.clusters.values()].map(({ name }) => name),
  service: (cluster) => inCluster(world.rows.services.values(), cluster).map(({ name }) => name),
  task: (cluster) => arns(inCluster(world.rows.tasks.values(), cluster).slice(-MOST_TASKS).reverse()),
  containerInstance: (cluster) => arns(inCluster(world.rows.instances.values(), cluster)),
  instance: () => [...world.rows.instances.values()].map(({ ec2InstanceId }) => ec2InstanceId),
  targetGroup: () => arns(world.rows.targetGroups.values()),
  loadBalancer: () => arns(world.rows.loadBalancers.values()),
  listener: () => arns(world.rows.listeners.values()),
  rule: () => arns(world.rows.rules.values()),
  image: () => [...world.rows.images.values()].map(({ image }) => image),
}

type Row = Record<string, unknown>
/** Table of the world document, and the name of a row. */
const fromWorld: Partial<Record<NameKind, [table: string, name: (row: Row) => unknown]>> = {
  taskDefinition: ['taskDefinitions', ({ family, revision }) => `${family}:${revision}`],
  capacityProvider: ['capacityProviders', ({ name }) => name],
  serviceDeployment: ['serviceDeployments', ({ serviceDeploymentArn }) => serviceDeploymentArn],
  vpc: ['vpcs', ({ VpcId }) => VpcId],
  subnet: ['subnets', ({ SubnetId }) => SubnetId],
  securityGroup: ['securityGroups', ({ GroupId }) => GroupId],
  zone: ['subnets', ({ AvailabilityZone }) => AvailabilityZone],
  fault: ['faults', ({ faultId }) => faultId],
  alarm: ['alarms', ({ AlarmName }) => AlarmName],
}

export const worldNames: NamesPort = {
  async names(kind, cluster) {
    const here = fromMirror[kind]
    if (here) return here(cluster)
    const asked = fromWorld[kind]
    if (!asked) return []
    const [table, name] = asked
    const tables = ((await client.world([table])) ?? {}) as Record<string, Row[]>
    const found = (tables[table] ?? []).map(name).filter((text) => typeof text === 'string')
    return [...new Set(found)]
  },
}
