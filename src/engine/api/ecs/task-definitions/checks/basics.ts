/** T-10 stages 1 to 6: task sizes as text, family, the container list, names and images, essential, Fargate's network mode. */
import { invalidParameter } from '../../../../kernel'
import type { Context, Problems } from '../problem'
import { container, count, nameOf, problem } from '../problem'

const NAME = /^[a-zA-Z0-9_-]{1,255}$/
/** T-16 */
const IMAGE_CHARACTERS = /^[a-zA-Z0-9\-_:./#]{1,255}$/
const DIGEST = /^[a-fA-F0-9]{64}$/
const MAX_CONTAINERS = 10

export function* taskSizeTexts({ input, taskCpu, taskMemory, fargate }: Context): Problems {
  // T-25: the bounds of an EC2 task; Fargate has its table (T-91).
  const outside = !fargate && taskCpu !== undefined && (taskCpu < 128 || taskCpu > 196_608)
  if (input.cpu !== undefined && (taskCpu === undefined || outside)) {
    yield problem(
      'T-24',
      ['cpu'],
      "Invalid 'cpu' setting for task.",
      'Give the task CPU in units like "256" (1024 make one vCPU), or as vCPUs like "0.25 vCPU"; outside Fargate from 128 to 196608 units.',
    )
  }
  if (input.memory !== undefined && taskMemory === undefined) {
    yield problem(
      'T-24',
      ['memory'],
      "Invalid 'memory' setting for task.",
      'Give the task memory in MiB like "512", or in gigabytes like "0.5 GB".',
    )
  }
}

export function* family({ input }: Context): Problems {
  if (!input.family) {
    yield problem(
      'T-2',
      ['family'],
      'Family should not be null or empty.',
      'The family is the name that all revisions of this definition share.',
    )
  } else if (!NAME.test(input.family)) {
    yield problem(
      'T-1',
      ['family'],
      'Family contains invalid characters.',
      'Use up to 255 letters, digits, underscores and hyphens; no spaces or dots.',
    )
  }
}

export function* containerList({ containers }: Context): Problems {
  const path = ['containerDefinitions']
  if (containers.length === 0)
    yield problem('T-11', path, 'Container list cannot be empty.', 'A task runs at least one container.')
  if (containers.length > MAX_CONTAINERS)
    yield problem(
      'T-12',
      path,
      'Too many containers.',
      'A task holds at most ten containers; split it into two services.',
    )
}

function* image(text: string | undefined, index: number): Problems {
  const path = container(index, 'image')
  if (!text) {
    const hint = 'The image is what the container runs, for example nginx:1.27.'
    yield problem('T-15', path, 'Container.image should not be null or empty.', hint)
    return
  }
  const at = text.indexOf('@sha256:')
  const name = at < 0 ? text : text.slice(0, at)
  if (!IMAGE_CHARACTERS.test(name) || (at >= 0 && !DIGEST.test(text.slice(at + 8)))) {
    yield problem(
      'T-16',
      path,
      'Container.image contains invalid characters.',
      'An image is registry/repository:tag, or ends in @sha256: and 64 hexadecimal digits; blanks, $ and braces (unfilled placeholders) are not allowed.',
    )
  }
}

export function* namesAndImages({ containers, byName }: Context): Problems {
  for (const [i, c] of containers.entries()) {
    const path = container(i, 'name')
    if (!c.name) {
      const hint = 'The name is how load balancers, overrides and other containers refer to this one.'
      yield problem('T-15', path, 'Container.name should not be null or empty.', hint)
    } else if (!NAME.test(c.name)) {
      const hint = 'Use up to 255 letters, digits, underscores and hyphens.'
      yield problem('T-13', path, 'Container.name contains invalid characters.', hint)
    }
    yield* image(c.image, i)
    if (c.name && byName.get(nameOf(c)) !== i) {
      const hint = 'Two containers of one task cannot share a name: rename one of them.'
      yield problem('T-14', path, 'Container names must be unique within a task definition.', hint)
    }
  }
}

export function* essential({ containers }: Context): Problems {
  if (containers.length === 0 || containers.some((c) => c.essential !== false)) return
  yield problem(
    'T-19',
    ['containerDefinitions'],
    "Task definition doesn't have any essential container.",
    'The task ends when an essential container ends, so at least one must be essential (that is the default).',
  )
}

export function* fargateNetworkMode({ input, fargate }: Context): Problems {
  if (!fargate || input.networkMode === 'awsvpc') return
  // T-91, N-4: the quotes are typographic.
  yield problem(
    'T-91',
    ['networkMode'],
    'Fargate only supports network mode ‘awsvpc’.',
    'A Fargate task has no instance whose ports it could borrow: it gets a network interface of its own, which is what awsvpc means.',
  )
}

/** T-205: the limit on tags, here because the list comes with the definition. */
export function* tags({ input }: Context): Problems {
  if (count(input.tags) <= 50) return
  const error = invalidParameter('Tags can not have more than 50 elements.')
  yield { path: ['tags'], error, rule: 'T-9', hint: 'A resource carries at most 50 tags.' }
}
