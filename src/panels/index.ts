/** Everything around the stage. What is not on the first screen is loaded on demand. */
import { lazy } from 'react'

export { Dock, DockTabs } from './dock/Dock'
export { QuestionOnly } from './dock/Envelope'
export { DeployButton } from './service/DeployButton'
export { ServiceBar, useShownService } from './service/ServiceBar'
export { Transport } from './transport/Transport'

/** The selected object, or the X-ray while one is laid over the stage. Takes no members: it reads the store. */
export const Inspector = lazy(() => import('./inspector/inspector'))
/** The drawer over the stage while `ui.editing` is set. */
export const DefinitionEditor = lazy(() => import('./editor/editor'))
/** The text twin of the graph. */
export const ListView = lazy(() => import('./list/list'))
