/** The picture of the cluster. */
import './graph.css'

export { Stage } from './Stage'
