import { describe, expect, it } from 'vitest'
import { modelledOperations, modelledServices } from '../../engine'
import { kebab } from '../print'
import { testCli } from '../testing'
import type { NameKind } from './names'

const NAMES: Partial<Record<NameKind, string[]>> = {
  cluster: ['demo', 'default'],
  service: ['web', 'it is'],
  taskDefinition: ['web:1', 'web:2'],
  subnet: ['subnet-1', 'subnet-2'],
  targetGroup: ['arn:aws:elb:tg/1'],
}

/** Completions at `|`. */
async function at(marked: string, variables: string[] = []) {
  const cursor = marked.indexOf('|')
  const text = marked.replace('|', '')
  const asked: [NameKind, string | null][] = []
  const completion = await testCli.complete(
    text,
    cursor,
    {
      names: async (kind, cluster) => {
        asked.push([kind, cluster])
        return NAMES[kind] ?? []
      },
    },
    variables,
  )
  const { from, to, items } = completion
  return { texts: items.map((item) => item.text), replaced: text.slice(from, to), items, asked }
}

describe('completion', () => {
  it('completes programs, services, operations and waiters', async () => {
    expect((await at('a|')).texts).toEqual(['aws'])
    expect((await at('aws e|')).texts).toEqual(['ecs', 'elbv2', 'ec2'])
    expect((await at('aws ecs update-s|')).texts).toEqual(['update-service', 'update-service-primary-task-set'])
    expect((await at('aws --output text ecs create-c|')).texts).toEqual(['create-cluster'])
    expect((await at('aws ecs wait s|')).texts).toEqual(['services-stable', 'services-inactive'])
    expect((await at('echo x\nplayground put|')).texts).toEqual(['put-image'])
    expect((await at('A=$(aws ecs list-cl|')).texts).toEqual(['list-clusters'])
  })

  it('completes flags, required ones first, given ones no more', async () => {
    const { items } = await at('aws ecs update-service |')
    expect(items[0]).toMatchObject({ text: '--service', kind: 'flag', detail: 'required: string' })
    expect((await at('aws ecs update-service --service web --serv|')).texts).not.toContain('--service')
    expect((await at('aws ecs update-service --service web --desired-count 2 --que|')).texts).toEqual(['--query'])
    expect((await at('aws ecs update-service --no-force|')).texts).toEqual(['--no-force-new-deployment'])
  })

  it('completes enum values, output forms and names of the account', async () => {
    expect((await at('aws ecs run-task --launch-type F|')).texts).toEqual(['FARGATE'])
    expect((await at('aws ecs list-clusters --output t|')).texts).toEqual(['text', 'table'])
    const services = await at('aws ecs update-service --cluster demo --service |')
    expect(services.texts).toEqual(['web', "'it is'"])
    expect(services.asked).toEqual([['service', 'demo']])
    expect((await at('aws ecs update-service --task-definition web:|')).texts).toEqual(['web:1', 'web:2'])
    expect((await at('aws ecs describe-services --services web i|')).texts).toEqual(["'it is'"])
    expect((await at('aws ecs create-cluster --cluster-name |')).texts).toEqual([])
  })

  it('completes keys and values inside shorthand', async () => {
    const keys = await at('aws ecs create-service --network-configuration awsvpcConfiguration={sub|')
    expect(keys).toMatchObject({ texts: ['subnets='], replaced: 'sub' })
    const values = await at('aws ecs create-service --network-configuration awsvpcConfiguration={subnets=[subnet-1,s|')
    expect(values).toMatchObject({ texts: ['subnet-1', 'subnet-2'], replaced: 's' })
    const types = await at('aws ecs create-service --placement-strategy type=s|')
    expect(types).toMatchObject({ texts: ['spread'], replaced: 's' })
    const groups = await at('aws ecs create-service --load-balancers containerName=a,targetGroupArn=|')
    expect(groups.texts).toEqual(['arn:aws:elb:tg/1'])
  })

  it('completes variables', async () => {
    expect(await at('echo "$CL|', ['CLUSTER', 'X'])).toMatchObject({ texts: ['CLUSTER'], replaced: 'CL' })
  })

  it('has nothing for a line that is beyond help', async () => {
    expect((await at('echo a; ls > b |')).texts).toEqual([])
    expect((await at('for x in |')).texts).toEqual([])
    expect((await at('aws nope |')).texts).toEqual([])
  })
})

describe('help', () => {
  it('has a page for every operation, naming its required flags', () => {
    for (const service of modelledServices()) {
      for (const operation of modelledOperations(service)) {
        const name = kebab(operation)
        const text = testCli.help([service, name])
        expect(text.startsWith(service === 'playground' ? `playground ${name}` : `aws ${service} ${name}`)).toBe(true)
        expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(240)
      }
    }
    expect(testCli.help(['ecs', 'update-service'])).toContain('--service                            (required) string')
  })

  it('is there at every level', () => {
    expect(testCli.help([])).toContain('aws ecs')
    expect(testCli.help(['ecs'])).toContain('Registers a task definition.')
    expect(testCli.help(['ecs', 'wait'])).toContain('Asks every 15 s, 40 times.')
    expect(testCli.parse('aws ecs wait services-stable help').commands).toEqual([
      { kind: 'help', topic: ['ecs', 'wait', 'services-stable'], place: { line: 1, column: 1 } },
    ])
    expect(testCli.help(['ecs', 'wait', 'services-stable'])).toContain('--services')
    expect(testCli.help(['put-image'])).toContain('playground put-image --image')
  })
})
