import { describe, expect, it } from 'vitest'
import type { Completion } from '../cli'
import { accept, completed, isWhole, recall } from './typing'

const completion = (from: number, to: number, ...texts: string[]): Completion => ({
  from,
  to,
  items: texts.map((text) => ({ text, kind: 'operation', detail: '' })),
})
/** A text with its cursor at the bar. */
const at = (text: string) => ({ text: text.replace('|', ''), cursor: text.indexOf('|') })
const shown = ({ text, cursor }: { text: string; cursor: number }) => `${text.slice(0, cursor)}|${text.slice(cursor)}`

describe('taking a completion', () => {
  it.each([
    ['aws ecs up|', [8, 10, 'update-service'], 'aws ecs update-service |'],
    ['aws ecs up| --cluster demo', [8, 10, 'update-service'], 'aws ecs update-service| --cluster demo'],
    ['x --load-balancers targ|', [19, 23, 'targetGroupArn='], 'x --load-balancers targetGroupArn=|'],
    ['x --tags key=a,val|', [15, 18, 'value'], 'x --tags key=a,value|'],
  ] as const)('%s', (text, [from, to, item], after) => {
    const offered = completion(from, to, item)
    expect(shown(accept(at(text), offered, offered.items[0] as never))).toBe(after)
  })
})

describe('Tab', () => {
  it('takes the only item, what all have in common, or leaves it to the list', () => {
    const only = completed(at('aws ecs upd|'), completion(8, 11, 'update-service'))
    expect(only && shown(only)).toBe('aws ecs update-service |')
    const common = completed(at('aws ecs des|'), completion(8, 11, 'describe-services', 'describe-tasks'))
    expect(common && shown(common)).toBe('aws ecs describe-|')
    expect(completed(at('aws ecs d|'), completion(8, 9, 'describe-tasks', 'delete-service'))).not.toBeNull()
    expect(completed(at('aws ecs |'), completion(8, 8, 'create-cluster', 'describe-tasks'))).toBeNull()
    expect(completed(at('aws ecs |'), completion(8, 8))).toBeNull()
  })

  it('does not lose what is typed to a quoted item', () => {
    expect(completed(at('x a|'), completion(2, 3, "'a b'", "'a c'"))).toBeNull()
  })
})

describe('Enter', () => {
  it.each([
    ['aws ecs list-clusters', true],
    ['aws ecs list-clusters \\', false],
    ['aws ecs list-clusters \\\n  --output text', true],
    ["echo 'one", false],
    ["echo 'one\ntwo'", true],
    ['echo "a\\"', false],
    ['echo "it\'s"', true],
    ["echo 'a\\'", true],
    ["# don't\necho a", true],
    ["echo a # it's", true],
    ["echo a#'b", false],
    ['echo a\\\\', true],
  ])('runs %j: %s', (text, whole) => {
    expect(isWhole(text)).toBe(whole)
  })
})

describe('history', () => {
  it('goes back and on, and gives the unfinished line back', () => {
    const history = ['first', 'second']
    const start = { at: 0, draft: '' }
    const one = recall(history, start, 'half', 1)
    expect(one).toEqual({ at: 1, draft: 'half', text: 'second' })
    const two = recall(history, one ?? start, 'second', 1)
    expect(two).toEqual({ at: 2, draft: 'half', text: 'first' })
    expect(recall(history, two ?? start, 'first', 1)).toBeNull()
    expect(recall(history, one ?? start, 'second', -1)).toEqual({ at: 0, draft: 'half', text: 'half' })
    expect(recall(history, start, '', -1)).toBeNull()
    expect(recall([], start, '', 1)).toBeNull()
  })
})
