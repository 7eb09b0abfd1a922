/** Everything around the stage. What is not on the first screen is loaded on demand. */
import { lazy } from 'react'
import { prefetchDock } from './dock/Dock'

export { Dock, DockTabs } from './dock/Dock'
export { QuestionOnly } from './dock/Envelope'
export { KIND_WORDS, labelOf, TABLE_OF } from './parts/words'
export { DeployButton } from './service/DeployButton'
export { ServiceBar, useShownService } from './service/ServiceBar'
export { Timeline } from './transport/Timeline'
export { Transport } from './transport/Transport'

const inspector = () => import('./inspector/inspector')
const list = () => import('./list/list')

/** Loads what the first clicks are likely to want; called when the page is idle. The editor is large and waits. */
export async function prefetch(): Promise<void> {
  await Promise.all([inspector(), list(), prefetchDock()])
}

/** The selected object, or the X-ray while one is laid over the stage. Takes no members: it reads the store. */
export const Inspector = lazy(inspector)
/** The drawer over the stage while `ui.editing` is set. */
export const DefinitionEditor = lazy(() => import('./editor/editor'))
/** The forms of "New" while `ui.creating` is set. */
export const NewForms = lazy(() => import('./new/new'))
/** Two settings side by side, in the place of the stage. */
export const Compare = lazy(() => import('./compare/compare'))
/** The text twin of the graph. */
export const ListView = lazy(list)
