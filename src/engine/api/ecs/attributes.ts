/** The names and values of custom attributes of container instances (S-102). */
import type { Attribute } from '@aws-sdk/client-ecs'
import { isSystemAttribute } from '../../capacity'
import { invalidParameter } from '../../kernel'

const NAME = /^[A-Za-z0-9\-_/\\.]{1,128}$/
const VALUE = /^[A-Za-z0-9\-_/\\.@:](?:[A-Za-z0-9\-_/\\.@: ]{0,126}[A-Za-z0-9\-_/\\.@:])?$/

/** Checks names and values (S-102); '' is the value of a name-only attribute. Wordings are ASSUMPTION. */
export function checkAttributes(attributes: readonly Attribute[]): { name: string; value: string }[] {
  return attributes.map(({ name = '', value = '' }) => {
    if (!NAME.test(name)) throw invalidParameter(`The attribute name ${name} is invalid.`)
    if (isSystemAttribute(name)) throw invalidParameter(`The attribute name ${name} is reserved for Amazon ECS.`)
    if (value !== '' && !VALUE.test(value)) throw invalidParameter(`The value of attribute ${name} is invalid.`)
    return { name, value }
  })
}
