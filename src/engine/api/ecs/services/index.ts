/** Service operations. */
import type {
  DescribeServiceDeploymentsCommandInput,
  DescribeServiceDeploymentsCommandOutput,
  DescribeServiceRevisionsCommandInput,
  DescribeServiceRevisionsCommandOutput,
  DescribeServicesCommandInput,
  DescribeServicesCommandOutput,
  Failure,
  ListServiceDeploymentsCommandInput,
  ListServiceDeploymentsCommandOutput,
  ListServicesCommandInput,
  ListServicesCommandOutput,
} from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import { invalidParameter } from '../../../kernel'
import type { ServiceRow } from '../../../model'
import { paginate } from '../../paginate'
import type { ServiceOperations } from '../../types'
import { resolveCluster } from '../clusters'
import { findService, resolveService } from './checks'
import { continueServiceDeployment } from './continue-deployment'
import { serviceDeploymentBrief, serviceDeploymentView, serviceRevisionView } from './records'
import { stopServiceDeployment } from './stop-deployment'
import { serviceView } from './view'
import { createService, deleteService, updateService } from './write'

export { serviceDeploymentView, serviceRevisionView } from './records'
export { taskSetView } from './task-set-view'
export { serviceView } from './view'

type Answer<T> = Omit<T, '$metadata'>

/** T-165, T-170, T-171. */
function describe(sim: Sim, input: DescribeServicesCommandInput): Answer<DescribeServicesCommandOutput> {
  const cluster = resolveCluster(sim, input.cluster)
  const references = input.services ?? []
  if (references.length === 0) throw invalidParameter('Services cannot be empty.')
  if (references.length > 10) throw invalidParameter('Services cannot exceed 10.')
  const found = new Map<string, ServiceRow>()
  const failures: Failure[] = []
  for (const reference of references) {
    const service = findService(sim, cluster, reference)
    if (service) found.set(service.id, service)
    else {
      const arn = reference.startsWith('arn:') ? reference : sim.arn('ecs', `service/${cluster.name}/${reference}`)
      failures.push({ arn, reason: 'MISSING' })
    }
  }
  const withTags = input.include?.includes('TAGS') ?? false
  const services = [...found.values()].map((service) => {
    const view = serviceView(sim, service)
    if (withTags) return view
    const { tags: _, ...rest } = view
    return rest
  })
  return { services, failures }
}

/** T-195. */
function list(sim: Sim, input: ListServicesCommandInput): Answer<ListServicesCommandOutput> {
  const cluster = resolveCluster(sim, input.cluster)
  const arns = sim.t.services
    .by('cluster', cluster.id)
    .filter((s) => s.status === 'ACTIVE')
    .filter((s) => !input.launchType || s.launchType === input.launchType)
    .filter((s) => !input.schedulingStrategy || s.schedulingStrategy === input.schedulingStrategy)
    .map((s) => s.arn)
  const scope = `ListServices ${cluster.id} ${input.launchType ?? ''} ${input.schedulingStrategy ?? ''}`
  const page = paginate(arns, input, { max: 100, default: 10, scope })
  return { serviceArns: page.items, ...(page.nextToken ? { nextToken: page.nextToken } : {}) }
}

function listDeployments(
  sim: Sim,
  input: ListServiceDeploymentsCommandInput,
): Answer<ListServiceDeploymentsCommandOutput> {
  const cluster = resolveCluster(sim, input.cluster)
  const service = resolveService(sim, cluster, input.service ?? '')
  const rows = sim.t.serviceDeployments
    .by('service', service.id)
    .filter((row) => !input.status || input.status.length === 0 || input.status.includes(row.status))
    .reverse()
  const scope = `ListServiceDeployments ${service.id} ${(input.status ?? []).join()}`
  const page = paginate(rows, input, { max: 100, default: 20, scope })
  return {
    serviceDeployments: page.items.map((row) => serviceDeploymentBrief(sim, row)),
    ...(page.nextToken ? { nextToken: page.nextToken } : {}),
  }
}

function describeDeployments(
  sim: Sim,
  input: DescribeServiceDeploymentsCommandInput,
): Answer<DescribeServiceDeploymentsCommandOutput> {
  return describeByArn(input.serviceDeploymentArns ?? [], 'serviceDeployments', (arn) => {
    const row = sim.t.serviceDeployments.find('arn', arn)
    return row ? serviceDeploymentView(sim, row) : undefined
  })
}

function describeRevisions(
  sim: Sim,
  input: DescribeServiceRevisionsCommandInput,
): Answer<DescribeServiceRevisionsCommandOutput> {
  return describeByArn(input.serviceRevisionArns ?? [], 'serviceRevisions', (arn) => {
    const row = sim.t.serviceRevisions.find('arn', arn)
    return row ? serviceRevisionView(sim, row) : undefined
  })
}

function describeByArn<T, K extends string>(arns: string[], member: K, find: (arn: string) => T | undefined) {
  if (arns.length > 20) throw invalidParameter(`${member} cannot exceed 20.`)
  const found: T[] = []
  const failures: Failure[] = []
  for (const arn of new Set(arns)) {
    const row = find(arn)
    if (row) found.push(row)
    else failures.push({ arn, reason: 'MISSING' })
  }
  return { [member]: found, failures } as Record<K, T[]> & { failures: Failure[] }
}

export const serviceOperations: ServiceOperations = {
  CreateService: createService,
  UpdateService: updateService,
  DeleteService: deleteService,
  DescribeServices: describe,
  ListServices: list,
  StopServiceDeployment: stopServiceDeployment,
  ContinueServiceDeployment: continueServiceDeployment,
  ListServiceDeployments: listDeployments,
  DescribeServiceDeployments: describeDeployments,
  DescribeServiceRevisions: describeRevisions,
}
