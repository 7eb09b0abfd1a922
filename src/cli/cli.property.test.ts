import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ModelType } from '../engine'
import { compileModel, MODEL_FILES, modelledOperations, modelledServices } from '../engine'
import { CliError } from './error'
import { withOutputs } from './model/outputs'
import { printCommand } from './print'
import { LIMITS } from './shell/source'
import { testCli } from './testing'

const model = compileModel(withOutputs(MODEL_FILES))

const RUNS = Number(process.env.RUNS ?? 20)

/** Texts that lie near the syntax of shell, shorthand, JSON and flags. */
const trickyText = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_./:@%+*-]{0,20}$/),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: fc.constantFrom(...'\'"\\$`{}[],= -@#~!?*\n\t;&|<>()0aé'), maxLength: 12 }),
  fc.constantFrom(
    '',
    '-',
    '--',
    '-1',
    '-x',
    '--tags',
    '[a',
    '{',
    'file://x',
    'a=b',
    'true',
    'null',
    '1',
    ' a ',
    'arn:aws:ecs:r:1:x/y',
  ),
)

/** Values of a type; `depth` bounds shapes that contain themselves. */
function anyOf(type: ModelType, depth: number): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'string':
    case 'blob':
      return trickyText
    case 'enum':
      return fc.constantFrom(...type.values)
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'long':
      return fc.integer({ min: type.min ?? -1_000, max: type.max ?? 1_000_000 })
    case 'float':
      return fc
        .double({ noNaN: true, noDefaultInfinity: true, min: type.min ?? -1e6, max: type.max ?? 1e6 })
        .map((n) => n + 0)
    case 'timestamp':
      return fc.integer({ min: 0, max: 2_000_000_000 })
    case 'list':
      return depth <= 0 ? fc.constant([]) : fc.array(anyOf(type.element, depth - 1), { maxLength: 3 })
    case 'map':
      return fc.dictionary(
        trickyText.filter((key) => key !== '__proto__'),
        anyOf(type.value, depth - 1),
        { maxKeys: 3 },
      )
    case 'document':
      return fc.constant({ a: [1, 'x', null] })
    case 'structure': {
      const members = [...type.members.values()]
      const required = new Set(type.required)
      if (depth <= 0 && required.size < members.length) {
        return fc.record(
          Object.fromEntries(members.filter(({ name }) => required.has(name)).map((m) => [m.name, anyOf(m.type, 0)])),
        )
      }
      return fc.record(Object.fromEntries(members.map((member) => [member.name, anyOf(member.type, depth - 1)])), {
        requiredKeys: [...required],
      })
    }
  }
}

const operations = modelledServices().flatMap((service) =>
  modelledOperations(service).map((operation) => ({ service, operation })),
)

/** EC2's RunInstances: forms that the AWS CLI itself changes on the way are left out. */
function sayable(operation: string, input: Record<string, unknown>): Record<string, unknown> {
  if (operation !== 'RunInstances') return input
  const { NetworkInterfaces: _, UserData, ...rest } = input
  return UserData === undefined ? rest : { ...rest, UserData: btoa('#!/bin/sh\necho $X') }
}

describe('print and parse', () => {
  for (const { service, operation } of operations) {
    it(`parse(print(x)) is x: ${service}.${operation}`, () => {
      const type = model.operation(service, operation)!.input
      fc.assert(
        fc.property(anyOf(type, 4), (value) => {
          const input = sayable(operation, value as Record<string, unknown>)
          const line = printCommand(service, operation, input)
          const commands = testCli.parse(line).commands
          expect(commands).toHaveLength(1)
          // -0 is printed as 0.
          expect(commands[0], line).toMatchObject({ kind: 'call', service, operation })
          expect((commands[0] as { input: unknown }).input, line).toEqual(JSON.parse(JSON.stringify(input)))
        }),
        { numRuns: RUNS },
      )
    })
  }
})

/** Either understood or refused at a place within the text; nothing else. */
function tryToParse(text: string): void {
  try {
    testCli.parse(text)
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    const lines = text.split('\n')
    expect(error.place.line).toBeGreaterThanOrEqual(1)
    expect(error.place.line).toBeLessThanOrEqual(lines.length)
    expect(error.place.column).toBeGreaterThanOrEqual(1)
    expect(error.message).not.toBe('')
    // A refusal can be shown: it does not repeat a whole paste.
    expect(error.message.length).toBeLessThan(12_000)
  }
}

const samples = [
  'aws ecs create-service --cluster demo --service-name web --task-definition web:3 --desired-count 4',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell
  'TG=$(aws elbv2 describe-target-groups --names web --query "TargetGroups[0].TargetGroupArn" --output text)\naws ecs create-service --service-name "w$TG" --load-balancers targetGroupArn=${TG},containerName=app,containerPort=80',
  `aws ecs register-task-definition --family x --container-definitions '[{"name":"a","memory":64}]' # note`,
  'aws ecs create-service --service-name x \\\n  --network-configuration "awsvpcConfiguration={subnets=[a,b],assignPublicIp=ENABLED}"',
  'playground inject-fault --kind stopContainer --target abc; sleep 5m && aws ecs wait services-stable --services web',
  'aws ec2 run-instances --count 1:3 --instance-type c5.large --user-data "#!/bin/bash" --associate-public-ip-address',
  'aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 80-90 --cidr 0.0.0.0/0',
  `aws ecs list-tasks --max-items 3 --page-size 1 --cli-input-json '{"cluster":"demo"}' --region us-east-1`,
  'aws ecs help\naws ecs create-service help\nexport A=1 B=2',
]
const pieces = fc.constantFrom(
  ...'\'"\\$`{}[],=-@#!;&|<>()\n \t',
  '$(',
  '${',
  '))',
  '\\\n',
  '--',
  'aws ',
  'ecs ',
  '&&',
  '||',
  'a=',
  '[[[[',
  '{{{{',
  '"$',
  '\0',
  '\u2028',
  '\ud800',
  '😀',
  'file://',
  '__proto__',
  '=',
  'help',
  '$((',
  '<<EOF',
)
const mutated = fc
  .tuple(fc.constantFrom(...samples), fc.array(fc.tuple(fc.nat(), fc.nat(6), pieces), { maxLength: 6 }))
  .map(([text, edits]) =>
    edits.reduce((now, [at, drop, piece]) => {
      const index = at % (now.length + 1)
      return now.slice(0, index) + piece + now.slice(index + drop)
    }, text),
  )

describe('any text', () => {
  it('is understood or refused at its place', () => {
    const words = fc.array(fc.oneof(pieces, trickyText, fc.constantFrom(...samples.join(' ').split(' '))), {
      maxLength: 40,
    })
    const any = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      words.map((all) => all.join('')),
      words.map((all) => all.join(' ')),
      mutated,
    )
    fc.assert(fc.property(any, tryToParse), { numRuns: RUNS * 200 })
  })

  it('has completions or none, at any cursor', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, fc.nat(), async (text, at) => {
        const cursor = at % (text.length + 1)
        const { from, to, items } = await testCli.complete(text, cursor, { names: (kind) => [`${kind}-1`, 'it is'] })
        expect(to).toBe(cursor)
        expect(from).toBeLessThanOrEqual(cursor)
        expect(items.length).toBeLessThanOrEqual(100)
      }),
      { numRuns: RUNS * 50 },
    )
  })

  // One long run of each piece: whoever is quadratic or worse does not come back within the test's time.
  it('is read in time that grows with its length', () => {
    const units = [
      '(',
      ')',
      '{',
      '[',
      '"',
      "'",
      '\\',
      '\\\n',
      '$(',
      '$(aws ',
      '${',
      '$A',
      'a=',
      'a,',
      ',',
      '\n',
      ' ',
      '#',
      '-',
      '--a ',
      "\\'",
      '=',
      ';',
      'a b ',
      'aws ecs list-clusters --a=',
    ]
    const frames: [string, string][] = [
      ['', ''],
      ['aws ecs create-service --service-name x --tags ', ''],
      ["aws ecs create-service --service-name x --tags 'a=", "'"],
      ["aws ecs create-service --service-name x --tags '[", "'"],
      ["aws ecs register-task-definition --family x --container-definitions '", "'"],
      ['aws ecs list-clusters --query "', '"'],
      ['A="', '"\necho "$A"'],
    ]
    for (const unit of units) {
      for (const [head, tail] of frames) {
        const room = LIMITS.bytes - head.length - tail.length
        tryToParse(head + unit.repeat(Math.floor(room / unit.length)) + tail)
      }
    }
  })
})
