import { expect, it } from 'vitest'
import { compileExpression } from './expression'

const document = { tasks: Array.from({ length: 300 }, (_, n) => ({ n, name: `task-${n}` })) }
const run = (text: string) => compileExpression(text, 'any').evaluate(document)
const doubled = (times: number) =>
  Array.from({ length: times }, (_, n) => `let $v${n + 1} = [$v${n}, $v${n}] in `).join('')

it.each([
  `${'[@,@]|'.repeat(40)}to_string(@)`,
  `${'[@,@]|'.repeat(40)}@ == @`,
  `${'{a: @, b: @}|'.repeat(40)}@`,
  `let $v0 = @ in ${doubled(40)} to_string($v40)`,
  "let $v0 = 'aaaaaaaa' in let $v1 = join('', [$v0, $v0]) in pad_left($v1, `1000000000`)",
  `tasks[0].name | ${"join('', [@, @])|".repeat(40)}length(@)`,
  'let $a = tasks in let $b = $a[*].[$a] in let $c = $b[*].[$b] in to_string($c)',
  'tasks[*].[$.tasks[*].[$.tasks[*].n]]',
])('is refused before it fills the memory: %s', (text) => {
  const before = performance.now()
  expect(() => run(text)).toThrow(/^the expression (makes too large a value|takes too many steps)$/)
  expect(performance.now() - before).toBeLessThan(8_000)
})

it('leaves alone what is large for a reason', () => {
  expect(run('length(to_string([tasks, tasks])) > `1000` && length(tasks[*].[n, name])')).toBe(300)
  expect(run('let $all = tasks in length($all[*].{n: n, of: length($all)})')).toBe(300)
  expect(run('pad_left(tasks[0].name, `10`)')).toBe('    task-0')
})
