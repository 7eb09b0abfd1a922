/** Every action, registered once. Tests hold the list; the page loads of it what it shows. */
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
import { actionsIn } from './types'

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
].flatMap(actionsIn)
