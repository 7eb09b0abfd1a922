/** UpdateService for another strategy, and what it needs made before it. Loaded when it is asked for. */
import type { Command, DeploymentSettings, ServiceView } from '../worker'
import type { Documents, Wanted } from './alternate'
import { alternateOf, foreseen } from './alternate'
import type { Step } from './types'

export type StrategyArgs = { serviceId: string } & Pick<
  DeploymentSettings,
  'strategy' | 'bakeMinutes' | 'linear' | 'canary'
> & {
    /** Make what the shift needs and the service lacks first. */
    create?: Wanted | null
  }

/** What it is about, and how to read the world document. */
export interface About {
  service: ServiceView
  cluster: string
  documents: Documents
}

function configurationOf({ strategy, bakeMinutes, linear, canary }: StrategyArgs): Record<string, unknown> {
  if (strategy === 'ROLLING') return { strategy }
  const { stepPercent, stepBakeMinutes: stepBakeTimeInMinutes } = linear
  const { canaryPercent, canaryBakeMinutes: canaryBakeTimeInMinutes } = canary
  return {
    strategy,
    bakeTimeInMinutes: bakeMinutes,
    ...(strategy === 'LINEAR' ? { linearConfiguration: { stepPercent, stepBakeTimeInMinutes } } : {}),
    ...(strategy === 'CANARY' ? { canaryConfiguration: { canaryPercent, canaryBakeTimeInMinutes } } : {}),
  }
}

/** Throws, in a sentence for the person, when what is missing cannot be made. */
export async function strategySteps(args: StrategyArgs, { service, cluster, documents }: About): Promise<Step[]> {
  const input = { cluster, service: service.name, deploymentConfiguration: configurationOf(args) }
  const update = (more = {}): Command => ({
    ...{ service: 'ecs', operation: 'UpdateService' },
    input: { ...input, ...more },
  })
  if (!args.create) return [update()]
  const { steps, loadBalancers } = await alternateOf(service, args.create, documents)
  return [...steps, (answers) => update({ loadBalancers: loadBalancers(answers) })]
}

export const strategyPreview = async (args: StrategyArgs, about: About): Promise<Command[]> =>
  foreseen(await strategySteps(args, about))
