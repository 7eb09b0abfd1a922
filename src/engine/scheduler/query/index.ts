export { attributeOf, matches, whyNot } from './evaluate'
export { parseExpression } from './parse'
export { type Expression, printExpression } from './syntax'
