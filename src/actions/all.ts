/** Every action, registered once. */
import * as creations from './create'
import * as deploys from './deploy'
import * as deployments from './deployment'
import * as forwards from './forwards'
import * as infrastructure from './infrastructure'
import * as page from './page'
import * as records from './record'
import * as reruns from './rerun'
import * as services from './service'
import * as situations from './situations'
import * as definitions from './task-definition'
import * as time from './time'
import type { Action } from './types'

const isAction = (value: unknown): value is Action<never> =>
  typeof value === 'object' && value !== null && 'name' in value && 'label' in value && 'group' in value

/** In the order of help. */
export const actions: readonly Action<never>[] = [
  time,
  situations,
  page,
  records,
  deploys,
  deployments,
  services,
  reruns,
  definitions,
  creations,
  infrastructure,
  forwards,
].flatMap((module) => Object.values(module as Record<string, unknown>).filter(isAction))

const KEY_ORDER = [' ', 'ArrowRight', 'ArrowLeft', 'n', '+', '-', 'u', 'x', 'r', '/', '?', 'Escape']
const keyPlace = (action: Action<never>): number => KEY_ORDER.indexOf(action.key?.press ?? '')

/** Actions that have a key take no arguments. In the order of help. */
export const keyed = actions
  .filter((action) => action.key)
  .sort((a, b) => keyPlace(a) - keyPlace(b)) as unknown as readonly (Action<undefined> & {
  key: { press: string; shown: string }
})[]
