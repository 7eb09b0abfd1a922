/** JSON values as the Python formatters of the AWS CLI see and print them. */

export type JsonObject = Record<string, unknown>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null

/** Python's str(). */
export function python(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  return isScalar(value) ? String(value) : JSON.stringify(value)
}

/** By code unit, as Python sorts plain names. */
export const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
