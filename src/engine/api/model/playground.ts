/** The playground's own operations in the form of the generated models (design.md §3, "Playground calls"). */
import { DEFAULT_TIMINGS, TIMING_WORDS } from '../../data/timings'
import type { ApiModelFile } from './compile'

/** Member → type for SetTimings: exactly the names of the table of timings. */
function timingTypes(): { shape: Record<string, string>; enums: Record<string, readonly string[]> } {
  const shape: Record<string, string> = {}
  const enums: Record<string, readonly string[]> = {}
  for (const [name, value] of Object.entries(DEFAULT_TIMINGS)) {
    const words = TIMING_WORDS[name as keyof typeof TIMING_WORDS]
    if (words) enums[`Timing${name}`] = words
    shape[name] = words ? `Timing${name}` : typeof value === 'boolean' ? 'boolean' : 'float 0..'
  }
  return { shape, enums }
}

const timings = timingTypes()

export const playgroundModel: ApiModelFile = {
  source: 'design.md section 3',
  operations: {
    PutImage: ['PutImageInput', 'PutImageOutput'],
    AddContainerInstances: ['AddContainerInstancesInput', 'AddContainerInstancesOutput'],
    RemoveContainerInstances: ['RemoveContainerInstancesInput', 'Nothing'],
    InjectFault: ['InjectFaultInput', 'InjectFaultOutput'],
    ClearFault: ['ClearFaultInput', 'Nothing'],
    SetTraffic: ['SetTrafficInput', 'Nothing'],
    SetHookOutcome: ['SetHookOutcomeInput', 'Nothing'],
    SetTimings: ['SetTimingsInput', 'Nothing'],
  },
  shapes: {
    Nothing: {},
    PutImageInput: {
      image: 'string!',
      sizeMiB: 'integer 0..1000000',
      pullable: 'boolean',
      startSeconds: 'float 0..86400',
      listensOn: '[integer 0..65535]',
      memoryMiB: 'integer 0..1000000',
      memoryLeakMiBPerMinute: 'float 0..1000000',
      cpuUnitsPerRequest: 'float 0..1000000',
      requestMs: 'integer 0..3600000',
      errorPercent: 'float 0..100',
      exitAfterSeconds: 'float 0..34560000',
      exitCode: 'integer 0..255',
      healthyAfterSeconds: 'float 0..34560000',
      unhealthyAfterSeconds: 'float 0..34560000',
      healthCheckPath: 'string',
      onSigterm: 'OnSigterm',
      drainSeconds: 'float 0..86400',
    },
    PutImageOutput: { image: 'string', imageDigest: 'string' },
    AddContainerInstancesInput: {
      instanceType: 'string!',
      cluster: 'string',
      count: 'integer 1..5000',
      availabilityZones: '[string]',
      subnets: '[string]',
      attributes: '[Attribute]',
      registerAfterSeconds: 'float 0..86400',
      external: 'boolean',
    },
    Attribute: { name: 'string!', value: 'string' },
    AddContainerInstancesOutput: { containerInstances: '[document]' },
    RemoveContainerInstancesInput: { containerInstances: '[string]!' },
    InjectFaultInput: {
      kind: 'FaultKind!',
      target: 'string',
      containerName: 'string',
      exitCode: 'integer 0..255',
      check: 'FaultCheck',
      forSeconds: 'float 0..34560000',
    },
    InjectFaultOutput: { faultId: 'string' },
    ClearFaultInput: { faultId: 'string!' },
    SetTrafficInput: {
      target: 'string!',
      requestsPerSecond: 'float 0..1000000!',
      shape: 'TrafficShape',
      clientTimeoutSeconds: 'float 0..3600',
    },
    TrafficShape: {
      kind: 'TrafficShapeKind!',
      to: 'float 0..1000000',
      overSeconds: 'float 0..34560000',
      atSeconds: 'float 0..34560000',
      forSeconds: 'float 0..34560000',
      periodSeconds: 'float 0..34560000',
    },
    SetHookOutcomeInput: {
      hookTarget: 'string!',
      outcome: 'HookOutcome!',
      afterSeconds: 'float 0..86400',
    },
    SetTimingsInput: timings.shape,
  },
  enums: {
    OnSigterm: ['drain', 'exit', 'ignore'],
    FaultKind: [
      'stopContainer',
      'outOfMemory',
      'failHealthChecks',
      'terminateInstance',
      'stopInstance',
      'disconnectAgent',
      'impairInstance',
      'spotReclaim',
      'capacityUnavailable',
      'zoneDown',
      'zoneUp',
      'registryDown',
      'natDown',
      'throttleApi',
    ],
    FaultCheck: ['container', 'target', 'both'],
    HookOutcome: ['SUCCEEDED', 'FAILED', 'IN_PROGRESS', 'INVALID'],
    TrafficShapeKind: ['constant', 'ramp', 'spike', 'wave'],
    ...timings.enums,
  },
}
