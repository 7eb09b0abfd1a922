/** Looking revisions up: DescribeTaskDefinition and the two lists (T-107 … T-109). */
import type {
  DescribeTaskDefinitionCommandInput,
  DescribeTaskDefinitionCommandOutput,
  ListTaskDefinitionFamiliesCommandInput,
  ListTaskDefinitionFamiliesCommandOutput,
  ListTaskDefinitionsCommandInput,
  ListTaskDefinitionsCommandOutput,
} from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import { clientException, invalidParameter } from '../../../kernel'
import { paginate } from '../../paginate'
import { findTaskDefinition } from './reference'
import { taskDefinitionView } from './view'

type Answer<T> = Omit<T, '$metadata'>

/** T-168 */
const PAGE = { max: 100, default: 100 }

/** DescribeTaskDefinition (T-107); tags only when asked for. */
export function describeTaskDefinition(
  sim: Sim,
  input: DescribeTaskDefinitionCommandInput,
): Answer<DescribeTaskDefinitionCommandOutput> {
  const row = findTaskDefinition(sim, input.taskDefinition ?? '')
  if (!row) throw clientException('Unable to describe task definition.')
  return {
    taskDefinition: taskDefinitionView(sim, row),
    ...(input.include?.includes('TAGS') && { tags: row.tags }),
  }
}

function oneOf<T extends string>(label: string, value: T | undefined, words: readonly T[], otherwise: T): T {
  const word = value ?? otherwise
  // T-158
  if (!words.includes(word)) throw invalidParameter(`${label} should be one of [${words.join(',')}]`)
  return word
}

/** ListTaskDefinitions: ARNs by family and revision number; `familyPrefix` is a whole family name here (T-108). */
export function listTaskDefinitions(
  sim: Sim,
  input: ListTaskDefinitionsCommandInput,
): Answer<ListTaskDefinitionsCommandOutput> {
  const status = oneOf('status', input.status, ['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS'], 'ACTIVE')
  const sort = oneOf('sort', input.sort, ['ASC', 'DESC'], 'ASC')
  const rows = input.familyPrefix
    ? sim.t.taskDefinitions.by('family', input.familyPrefix)
    : [...sim.t.taskDefinitions.values()]
  const arns = rows
    .filter((row) => row.status === status)
    .sort((a, b) => (a.family === b.family ? a.revision - b.revision : a.family < b.family ? -1 : 1))
    .map((row) => row.arn)
  if (sort === 'DESC') arns.reverse()
  const scope = `ListTaskDefinitions ${input.familyPrefix ?? ''} ${status} ${sort}`
  const { items, ...more } = paginate(arns, input, { ...PAGE, scope })
  return { taskDefinitionArns: items, ...more }
}

/** ListTaskDefinitionFamilies in order of creation; here `familyPrefix` is a true prefix (T-109). */
export function listTaskDefinitionFamilies(
  sim: Sim,
  input: ListTaskDefinitionFamiliesCommandInput,
): Answer<ListTaskDefinitionFamiliesCommandOutput> {
  const status = oneOf('status', input.status, ['ACTIVE', 'INACTIVE', 'ALL'], 'ALL')
  const prefix = input.familyPrefix ?? ''
  const isActive = new Map<string, boolean>()
  for (const row of sim.t.taskDefinitions.values()) {
    if (row.family.startsWith(prefix))
      isActive.set(row.family, isActive.get(row.family) === true || row.status === 'ACTIVE')
  }
  const families = [...isActive].flatMap(([family, active]) =>
    status === 'ALL' || active === (status === 'ACTIVE') ? [family] : [],
  )
  const scope = `ListTaskDefinitionFamilies ${prefix} ${status}`
  const { items, ...more } = paginate(families, input, { ...PAGE, scope })
  return { families: items, ...more }
}
