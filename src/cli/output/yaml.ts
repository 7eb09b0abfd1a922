/** `--output yaml`, apart from the rest because the writer is large: load this module when YAML is wanted. */
import { stringify } from 'yaml'

/** A value as block YAML, members in their own order, no aliases. */
export function yamlText(value: unknown): string {
  return stringify(value, {
    aliasDuplicateObjects: false,
    indentSeq: false,
    lineWidth: 0,
    singleQuote: true,
    version: '1.1',
  })
}
