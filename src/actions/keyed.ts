/** Actions that have a key take no arguments. In the order of help. */
import * as page from './page'
import * as time from './time'
import type { Action } from './types'
import { actionsIn } from './types'

const KEY_ORDER = [' ', 'ArrowRight', 'ArrowLeft', 'n', '+', '-', 'u', 'x', 'r', '/', '?', 'Escape']
const keyPlace = (action: Action<never>): number => KEY_ORDER.indexOf(action.key?.press ?? '')

export const keyed = [time, page]
  .flatMap(actionsIn)
  .filter((action) => action.key)
  .sort((a, b) => keyPlace(a) - keyPlace(b)) as unknown as readonly (Action<undefined> & {
  key: { press: string; shown: string }
})[]
