/** The action behind the forms of "New"; what they send is made beside them (panels/new/creations.ts). */
import type { Step } from './types'
import { action } from './types'

export const create = action<{ title: string; steps: Step[] }>({
  name: 'new.create',
  group: 'record',
  label: ({ title }) => title,
  commands: ({ steps }) => steps,
})
