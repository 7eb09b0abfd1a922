/** Whether an instance satisfies a cluster query (S-82). */
import { groupsOn, taskCountsOf } from '../../capacity/accounts'
import type { Sim } from '../../kernel'
import type { ContainerInstanceRow } from '../../model'
import { parseExpression } from './parse'
import type { Comparison, Expression } from './syntax'
import { printExpression } from './syntax'

/**
 * True when the instance satisfies the expression (text or parsed).
 * @throws ApiError InvalidParameterException when the text is no expression (S-83)
 */
export function matches(sim: Sim, expression: string | Expression, ci: ContainerInstanceRow): boolean {
  return holds(sim, typeof expression === 'string' ? parseExpression(expression) : expression, ci)
}

function holds(sim: Sim, expression: Expression, ci: ContainerInstanceRow): boolean {
  switch (expression.kind) {
    case 'not':
      return !holds(sim, expression.operand, ci)
    case 'and':
      return expression.operands.every((operand) => holds(sim, operand, ci))
    case 'or':
      return expression.operands.some((operand) => holds(sim, operand, ci))
    default:
      return compare(sim, expression, ci)
  }
}

function compare(sim: Sim, c: Comparison, ci: ContainerInstanceRow): boolean {
  switch (c.subject) {
    case 'agentConnected':
      return compareText(c, String(ci.agentConnected))
    case 'ec2InstanceId':
      return compareText(c, ci.ec2InstanceId)
    case 'agentVersion':
      return ordered(c, compareVersions(ci.agentVersion, c.literals[0] as string))
    case 'runningTasksCount':
      return ordered(c, taskCountsOf(sim, ci.id).running - (c.numbers[0] as number))
    case 'registeredAt':
      return ordered(c, registeredAtSeconds(sim, ci) - (c.numbers[0] as number))
    case 'task:group':
      return compareGroups(c, groupsOn(sim, ci.id))
    case 'attribute':
      return compareAttribute(c, attributeOf(ci, c.attribute))
  }
}

/** An attribute's value, '' for a name-only one, undefined when the instance lacks it. */
export function attributeOf(ci: ContainerInstanceRow, name: string): string | undefined {
  return Object.hasOwn(ci.attributes, name) ? ci.attributes[name] : undefined
}

/** The query names whole seconds. */
function registeredAtSeconds(sim: Sim, ci: ContainerInstanceRow): number {
  return Math.floor((sim.options.startTimeMs + ci.registeredAtMs) / 1_000)
}

function ordered(c: Comparison, difference: number): boolean {
  switch (c.operator) {
    case '>':
      return difference > 0
    case '>=':
      return difference >= 0
    case '<':
      return difference < 0
    case '<=':
      return difference <= 0
    case '!=':
      return difference !== 0
    default:
      return difference === 0
  }
}

function compareText(c: Comparison, value: string): boolean {
  switch (c.operator) {
    case '!=':
      return value !== c.literals[0]
    case 'in':
      return c.literals.includes(value)
    case '!in':
      return !c.literals.includes(value)
    case '=~':
      return c.pattern?.test(value) === true
    case '!~':
      return c.pattern?.test(value) === false
    default:
      return value === c.literals[0]
  }
}

const POSITIVE = { '!=': '==', '!in': 'in', '!~': '=~' } as const

/** S-82: `==` is true if any group of the set has it, `!=` if none does. */
function compareGroups(c: Comparison, groups: ReadonlyMap<string, number>): boolean {
  if (c.operator === 'exists') return groups.size > 0
  if (c.operator === '!exists') return groups.size === 0
  const positive = POSITIVE[c.operator as keyof typeof POSITIVE]
  const asked = positive ? { ...c, operator: positive } : c
  let any = false
  for (const group of groups.keys()) any = any || compareText(asked, group)
  return positive ? !any : any
}

const NUMERIC = /^-?\d+(?:\.\d+)?$/

/** S-82: a missing attribute makes every operator false but `!exists`; < and > are numeric when both sides are. */
function compareAttribute(c: Comparison, value: string | undefined): boolean {
  if (c.operator === 'exists') return value !== undefined
  if (c.operator === '!exists') return value === undefined
  if (value === undefined) return false
  if (c.operator !== '<' && c.operator !== '<=' && c.operator !== '>' && c.operator !== '>=')
    return compareText(c, value)
  const literal = c.literals[0] as string
  if (NUMERIC.test(value) && NUMERIC.test(literal)) return ordered(c, Number(value) - Number(literal))
  return ordered(c, value < literal ? -1 : value > literal ? 1 : 0)
}

/** Dotted numbers, number by number; what is missing counts as 0 (S-82). */
function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number)
  const right = b.split('.').map(Number)
  for (let i = 0; i < left.length || i < right.length; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** For people: the first part of the expression that fails on the instance, e.g. `attribute:stack == 'prod' is false`. */
export function whyNot(sim: Sim, expression: Expression, ci: ContainerInstanceRow): string {
  if (expression.kind === 'and') {
    const failing = expression.operands.find((operand) => !holds(sim, operand, ci))
    if (failing) return whyNot(sim, failing, ci)
  }
  const printed = printExpression(expression)
  const short = printed.length > 200 ? `${printed.slice(0, 199)}…` : printed
  if (expression.kind !== 'comparison' || expression.subject !== 'attribute') return `${short} is false`
  const value = attributeOf(ci, expression.attribute)
  return `${short} is false: ${value === undefined ? 'no such attribute' : `it is '${value}'`}`
}
