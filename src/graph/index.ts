/** The picture of the cluster. */
import './graph.css'

export { Stage } from './Stage'

/** The picture as files: a chunk of its own. */
export const loadPicture = () => import('./picture/export')
