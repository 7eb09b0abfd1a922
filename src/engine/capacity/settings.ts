/** Account settings in force (T-207): the caller's own value, else the account's default, else ECS's. */
import type { Sim } from '../kernel'

/** Settings with their allowed values, ECS's default first. */
export const ACCOUNT_SETTINGS: Record<string, readonly string[]> = {
  serviceLongArnFormat: ['enabled'],
  taskLongArnFormat: ['enabled'],
  containerInstanceLongArnFormat: ['enabled'],
  awsvpcTrunking: ['disabled', 'enabled'],
  containerInsights: ['disabled', 'enabled', 'enhanced'],
  dualStackIPv6: ['enabled', 'disabled'],
  fargateFIPSMode: ['disabled', 'enabled'],
  fargateTaskRetirementWaitPeriod: ['7', '0', '14'],
  fargateEventWindows: ['disabled', 'enabled'],
  tagResourceAuthorization: ['on', 'off'],
  defaultLogDriverMode: ['non-blocking', 'blocking'],
  guardDutyActivate: ['off'],
}

/** Principal under which PutAccountSettingDefault is kept. */
export const DEFAULT_PRINCIPAL = 'default'

/** The one caller of the simulated account: its root, whose settings hold for everybody without an own one. */
export const callerArn = (sim: Sim) => `arn:aws:iam::${sim.options.accountId}:root`

export function effectiveSetting(sim: Sim, name: string, principalArn = callerArn(sim)): string {
  for (const principal of [principalArn, callerArn(sim), DEFAULT_PRINCIPAL]) {
    const row = sim.t.accountSettings.find('key', `${name} ${principal}`)
    if (row) return row.value
  }
  return ACCOUNT_SETTINGS[name]?.[0] ?? ''
}
