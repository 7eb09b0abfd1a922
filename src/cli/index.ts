/** Commands as AWS CLI text. Pure. */
export { kebab, printCommand, quote } from './print'
