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
    yield problem('T-24', ['cpu'], "Invalid 'cpu' setting for task.", 'basics-1')
  }
  if (input.memory !== undefined && taskMemory === undefined) {
    yield problem('T-24', ['memory'], "Invalid 'memory' setting for task.", 'basics-2')
  }
}

export function* family({ input }: Context): Problems {
  if (!input.family) {
    yield problem('T-2', ['family'], 'Family should not be null or empty.', 'basics-3')
  } else if (!NAME.test(input.family)) {
    yield problem('T-1', ['family'], 'Family contains invalid characters.', 'basics-4')
  }
}

export function* containerList({ containers }: Context): Problems {
  const path = ['containerDefinitions']
  if (containers.length === 0) yield problem('T-11', path, 'Container list cannot be empty.', 'basics-5')
  if (containers.length > MAX_CONTAINERS) yield problem('T-12', path, 'Too many containers.', 'basics-6')
}

function* image(text: string | undefined, index: number): Problems {
  const path = container(index, 'image')
  if (!text) {
    const hint = 'basics-7'
    yield problem('T-15', path, 'Container.image should not be null or empty.', hint)
    return
  }
  const at = text.indexOf('@sha256:')
  const name = at < 0 ? text : text.slice(0, at)
  if (!IMAGE_CHARACTERS.test(name) || (at >= 0 && !DIGEST.test(text.slice(at + 8)))) {
    yield problem('T-16', path, 'Container.image contains invalid characters.', 'basics-8')
  }
}

export function* namesAndImages({ containers, byName }: Context): Problems {
  for (const [i, c] of containers.entries()) {
    const path = container(i, 'name')
    if (!c.name) {
      const hint = 'basics-9'
      yield problem('T-15', path, 'Container.name should not be null or empty.', hint)
    } else if (!NAME.test(c.name)) {
      const hint = 'basics-10'
      yield problem('T-13', path, 'Container.name contains invalid characters.', hint)
    }
    yield* image(c.image, i)
    if (c.name && byName.get(nameOf(c)) !== i) {
      const hint = 'basics-11'
      yield problem('T-14', path, 'Container names must be unique within a task definition.', hint)
    }
  }
}

export function* essential({ containers }: Context): Problems {
  if (containers.length === 0 || containers.some((c) => c.essential !== false)) return
  yield problem('T-19', ['containerDefinitions'], "Task definition doesn't have any essential container.", 'basics-12')
}

export function* fargateNetworkMode({ input, fargate }: Context): Problems {
  if (!fargate || input.networkMode === 'awsvpc') return
  // T-91, N-4: the quotes are typographic.
  yield problem('T-91', ['networkMode'], 'Fargate only supports network mode ‘awsvpc’.', 'basics-13')
}

/** T-205: the limit on tags, here because the list comes with the definition. */
export function* tags({ input }: Context): Problems {
  if (count(input.tags) <= 50) return
  const error = invalidParameter('Tags can not have more than 50 elements.')
  yield { path: ['tags'], error, rule: 'T-9', hint: 'basics-14' }
}
