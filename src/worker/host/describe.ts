/** A row of the page as AWS's Describe call shows it, for the inspector's JSON tab. */
import type { Engine } from '../../engine'
import type { ViewTable } from '../views'

type Document = Record<string, unknown>

/** Where a view's AWS form stands in the world document: table, and the member that holds the key. */
const PLACES: { [T in ViewTable]?: { row: 'arn' | 'image'; table: string; member: string; engineTable: string } } = {
  clusters: { row: 'arn', table: 'clusters', member: 'clusterArn', engineTable: 'clusters' },
  services: { row: 'arn', table: 'services', member: 'serviceArn', engineTable: 'services' },
  tasks: { row: 'arn', table: 'tasks', member: 'taskArn', engineTable: 'tasks' },
  instances: {
    row: 'arn',
    table: 'containerInstances',
    member: 'containerInstanceArn',
    engineTable: 'containerInstances',
  },
  loadBalancers: { row: 'arn', table: 'loadBalancers', member: 'LoadBalancerArn', engineTable: 'loadBalancers' },
  listeners: { row: 'arn', table: 'listeners', member: 'ListenerArn', engineTable: 'listeners' },
  rules: { row: 'arn', table: 'rules', member: 'RuleArn', engineTable: 'rules' },
  targetGroups: { row: 'arn', table: 'targetGroups', member: 'TargetGroupArn', engineTable: 'targetGroups' },
  images: { row: 'image', table: 'images', member: 'image', engineTable: 'images' },
}

/** The entity in AWS's shape; null when there is none of this id. */
export function describeRow(engine: Engine, table: ViewTable, id: string): unknown {
  if (table === 'deployments') return describeDeployment(engine, id)
  if (table === 'targets') return describeTarget(engine, id)
  if (table === 'zones') return null
  const place = PLACES[table]
  if (!place) return null
  const row = engine.row(place.engineTable as 'tasks', id) as unknown as Document | undefined
  if (!row) return null
  return find(engine, place.table, place.member, row[place.row])
}

function find(engine: Engine, table: string, member: string, value: unknown): Document | null {
  const entities = engine.world([table])[table] as Document[] | undefined
  return entities?.find((entity) => entity[member] === value) ?? null
}

function describeDeployment(engine: Engine, id: string): unknown {
  const row = engine.row('deployments', id)
  const service = row && engine.row('services', row.serviceId)
  if (!row || !service) return null
  const deployments = find(engine, 'services', 'serviceArn', service.arn)?.deployments as Document[] | undefined
  return deployments?.find((deployment) => deployment.id === row.deploymentId) ?? null
}

function describeTarget(engine: Engine, id: string): unknown {
  const row = engine.row('targets', id)
  const group = row && engine.row('targetGroups', row.targetGroupId)
  if (!row || !group) return null
  const all = find(engine, 'targetGroups', 'TargetGroupArn', group.arn)?.TargetHealthDescriptions as
    | { Target?: { Id?: string; Port?: number } }[]
    | undefined
  return all?.find(({ Target }) => Target?.Id === row.targetId && Target?.Port === row.port) ?? null
}
