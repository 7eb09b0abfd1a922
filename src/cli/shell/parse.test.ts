import { describe, expect, it } from 'vitest'
import { CliError } from '../error'
import { parsed, refusalOf, testShell } from '../testing'
import { parseShell, plainText } from './parse'

const words = (text: string) =>
  parseShell(text).map((one) =>
    one.kind === 'command' ? one.words.map(plainText) : [`${one.name}:=`, plainText(one.value)],
  )

describe('words', () => {
  it('splits at blanks and takes quotes and escapes away', () => {
    expect(words(`a  b\t'c d' "e f" g\\ h i'j'"k" '' ""`)).toEqual([['a', 'b', 'c d', 'e f', 'g h', 'ijk', '', '']])
    expect(words(`"a\\"b\\$c\\\\d\\e" 'f\\g' \\'`)).toEqual([['a"b$c\\d\\e', 'f\\g', "'"]])
    expect(words('x a=b$ [x] {y,z} *?~ %')).toEqual([['x', 'a=b$', '[x]', '{y,z}', '*?~', '%']])
  })

  it('joins continued lines, drops comments and empty lines', () => {
    expect(words('a \\\n  b \\\r\n c # d e\n\n# f\ng#h # i')).toEqual([['a', 'b', 'c'], ['g#h']])
    expect(words('\'a\nb\' "c\\\nd"')).toEqual([['a\nb', 'cd']])
  })

  it('takes several commands on one line', () => {
    expect(words('a b; c && d\ne;')).toEqual([['a', 'b'], ['c'], ['d'], ['e']])
  })

  it('takes assignments, exported ones too', () => {
    expect(words(`A=b\nB_1='c d'\nexport C= D=e`)).toEqual([
      ['A:=', 'b'],
      ['B_1:=', 'c d'],
      ['C:=', ''],
      ['D:=', 'e'],
    ])
  })
})

describe('the rest of a shell', () => {
  const cases: [text: string, line: number, column: number, message: RegExp][] = [
    ['aws ecs list-clusters | jq', 1, 23, /pipes/],
    ['echo a || echo b', 1, 8, /first command that fails/],
    ['echo a &', 1, 8, /background/],
    ['echo a > x', 1, 8, /redirects/],
    ['echo a <<EOF', 1, 8, /redirects/],
    ['f() { echo; }', 1, 2, /functions/],
    ['\n  for i in 1; do', 2, 3, /loops/],
    ['if true; then', 1, 1, /conditions/],
    ['echo `date`', 1, 6, /\$\(…\)/],
    ['echo $((1+2))', 1, 6, /arithmetic/],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: shell
    ['echo ${A:-b}', 1, 6, /plain name/],
    ['echo $1', 1, 6, /NAME=value/],
    ['echo $?', 1, 6, /NAME=value/],
    ["echo $'a'", 1, 6, /not understood/],
    ['A=b echo c', 1, 1, /line of its own/],
    ["echo 'a", 1, 6, /closing quote/],
    ['echo a\n"b', 2, 1, /closing quote/],
    ['A=$(aws ecs list-clusters', 1, 3, /no \)/],
    ['A=$(echo a; echo b)', 1, 11, /one command/],
    ['A=$()', 1, 3, /no command/],
    ['echo $NOPE', 1, 6, /NOPE is not set/],
    ['echo "x $(echo $A)"', 1, 16, /A is not set/],
    ['; echo', 1, 1, /no command before/],
    ['$A b', 1, 1, /A is not set/],
    ['kubectl get pods', 1, 1, /kubectl: command not found/],
    ['sleep soon', 1, 7, /sleep takes/],
  ]
  for (const [text, line, column, message] of cases) {
    it(`is refused at its place: ${JSON.stringify(text)}`, () => {
      const refusal = refusalOf(text)
      expect(refusal.place).toEqual({ line, column })
      expect(refusal.message).toMatch(message)
    })
  }

  it('is bounded: 64 KiB, 2,000 lines, eight levels', () => {
    expect(refusalOf('#'.repeat(65_537))).toEqual({ place: { line: 1, column: 65_537 }, message: 'more than 64 KiB' })
    expect(refusalOf(`#${'é'.repeat(32_768)}`).message).toBe('more than 64 KiB')
    expect(refusalOf('\n'.repeat(2_000))).toEqual({
      place: { line: 2_001, column: 1 },
      message: 'more than 2000 lines',
    })
    expect(parsed('\n'.repeat(1_999))).toEqual([])
    expect(refusalOf(`echo ${'$(echo '.repeat(9)}x${')'.repeat(9)}`).message).toMatch(/deeper than 8/)
  })
})

describe('variables', () => {
  it('are put in, and split at blanks only outside quotes', async () => {
    const shell = testShell()
    // biome-ignore lint/suspicious/noTemplateCurlyInString: shell
    expect(await shell.out('A="x  y"\necho $A "$A" ${A}z a$A')).toBe('x y x  y x yz ax y\n')
    expect(await shell.out('B=$(echo one)\necho "$B-$(echo two)"')).toBe('one-two\n')
    expect([...shell.variables]).toEqual([
      ['A', 'x  y'],
      ['B', 'one'],
    ])
  })

  it('are checked before anything runs', async () => {
    const shell = testShell()
    await expect(shell.run('aws ecs create-cluster --cluster-name a\necho $NOPE')).rejects.toThrow(CliError)
    expect(await shell.out('aws ecs list-clusters --query "length(clusterArns)"')).toBe('0\n')
  })
})
