/** Account settings (T-207, N-33). */
import type {
  DeleteAccountSettingRequest,
  ListAccountSettingsRequest,
  ListAccountSettingsResponse,
  PutAccountSettingDefaultRequest,
  PutAccountSettingRequest,
  Setting,
} from '@aws-sdk/client-ecs'
import { ACCOUNT_SETTINGS, callerArn, DEFAULT_PRINCIPAL, effectiveSetting } from '../../capacity'
import type { Sim } from '../../kernel'
import { invalidParameter } from '../../kernel'
import { paginate } from '../paginate'
import type { ServiceOperations } from '../types'

/** Read-only, ECS's own. */
const MANAGED = 'guardDutyActivate'

function checkName(name: string | undefined): string {
  if (name !== undefined && Object.hasOwn(ACCOUNT_SETTINGS, name)) return name
  throw invalidParameter(
    `${name} should be one of [serviceLongArnFormat,taskLongArnFormat,containerInstanceLongArnFormat,` +
      'containerLongArnFormat,awsvpcTrunking,containerInsights,dualStackIPv6]',
  )
}

function put(sim: Sim, name: string | undefined, value: string | undefined, principal: string): { setting: Setting } {
  const known = checkName(name)
  const values = ACCOUNT_SETTINGS[known] as readonly string[]
  // ASSUMPTION on both wordings.
  if (known === MANAGED) throw invalidParameter(`${known} is managed by AWS and cannot be changed.`)
  if (value === undefined || !values.includes(value)) {
    throw invalidParameter(`${value} should be one of [${values.join(',')}]`)
  }
  const row = sim.t.accountSettings.find('key', `${known} ${principal}`)
  if (row) sim.t.accountSettings.patch(row.id, { value })
  else sim.t.accountSettings.put({ ...sim.newRow('accountSettings'), name: known, value, principalArn: principal })
  return { setting: shape(sim, known, value, principal) }
}

function shape(sim: Sim, name: string, value: string, principal: string): Setting {
  const principalArn = principal === DEFAULT_PRINCIPAL ? callerArn(sim) : principal
  return {
    name: name as Setting['name'],
    value,
    principalArn,
    type: name === MANAGED ? 'aws_managed' : 'user',
  }
}

function list(sim: Sim, input: ListAccountSettingsRequest): ListAccountSettingsResponse {
  if (input.name !== undefined) checkName(input.name)
  const principal = input.principalArn ?? callerArn(sim)
  const settings: Setting[] = []
  for (const name of Object.keys(ACCOUNT_SETTINGS)) {
    if (input.name !== undefined && input.name !== name) continue
    const own = sim.t.accountSettings.find('key', `${name} ${principal}`)
    const value = input.effectiveSettings ? effectiveSetting(sim, name, principal) : own?.value
    if (value === undefined || (input.value !== undefined && input.value !== value)) continue
    settings.push(shape(sim, name, value, principal))
  }
  const scope = `ListAccountSettings ${principal} ${input.name ?? ''} ${input.effectiveSettings === true}`
  const page = paginate(settings, input, { max: 10, default: 10, scope })
  return { settings: page.items, ...(page.nextToken ? { nextToken: page.nextToken } : {}) }
}

export const accountSettingOperations: ServiceOperations = {
  ListAccountSettings: list,
  PutAccountSetting: (sim, input: PutAccountSettingRequest) =>
    put(sim, input.name, input.value, input.principalArn ?? callerArn(sim)),
  PutAccountSettingDefault: (sim, input: PutAccountSettingDefaultRequest) =>
    put(sim, input.name, input.value, DEFAULT_PRINCIPAL),
  DeleteAccountSetting(sim, input: DeleteAccountSettingRequest) {
    const name = checkName(input.name)
    const principal = input.principalArn ?? callerArn(sim)
    const row = sim.t.accountSettings.find('key', `${name} ${principal}`)
    if (row) sim.t.accountSettings.delete(row.id)
    return { setting: shape(sim, name, row?.value ?? effectiveSetting(sim, name, principal), principal) }
  },
}
