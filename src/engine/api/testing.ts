/** A small engine for tests of clusters, instances and networks: tables, events and operations, without services. */
import { capacityEvents } from '../capacity'
import { installAccounts } from '../capacity/accounts'
import type { Timings } from '../data/timings'
import { DEFAULT_TIMINGS } from '../data/timings'
import { Sim } from '../kernel'
import type { ContainerInstanceRow, TaskDefinitionRow, TaskRow } from '../model'
import { installDefaultVpc } from '../network'
import { installTasks, launchTask, taskEvents } from '../tasks'
import { ec2Operations } from './ec2'
import { attributeTagSettingOperations } from './ecs/attributes-tags-settings'
import { capacityProviderOperations, installCapacityProviders } from './ecs/capacity-providers'
import { clusterEvents, clusterOperations } from './ecs/cluster-operations'
import { containerInstanceOperations } from './ecs/container-instances'
import { registrationOperations } from './ecs/register-container-instance'
import { clearInstanceFault, instanceFaultEvents, instanceFaults } from './playground/instance-faults'
import { instancePlaygroundOperations } from './playground/instances'
import type { ServiceOperations } from './types'

const OPERATIONS: ServiceOperations = {
  ...clusterOperations,
  ...capacityProviderOperations,
  ...containerInstanceOperations,
  ...registrationOperations,
  ...attributeTagSettingOperations,
  ...ec2Operations,
  ...instancePlaygroundOperations,
}

export class TestEngine {
  readonly sim: Sim

  constructor(timings: Partial<Timings> = {}, region = 'us-east-1') {
    const options = { seed: 7, region, accountId: '123456789012', startTimeMs: 0 }
    this.sim = new Sim(options, { ...DEFAULT_TIMINGS, ...timings })
    installAccounts(this.sim)
    this.sim.register({ ...capacityEvents, ...clusterEvents, ...taskEvents, ...instanceFaultEvents })
    installTasks(this.sim)
    installDefaultVpc(this.sim)
    installCapacityProviders(this.sim)
  }

  /** One operation, all or nothing. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
  call(operation: string, input: unknown = {}): any {
    return this.sim.atomically(() => OPERATIONS[operation]?.(this.sim, input))
  }

  fault(kind: string, input: { target: string; forSeconds?: number }): string {
    return instanceFaults[kind]?.(this.sim, input).faultId ?? ''
  }

  clear(faultId: string): void {
    clearInstanceFault(this.sim, this.sim.t.faults.need(faultId))
  }

  /** Runs everything due within the next seconds, their last instant included. */
  run(seconds: number): void {
    this.sim.runUntil(this.sim.nowMs + seconds * 1000)
    this.sim.settle()
  }

  /** Instances of a type in cluster `demo`, which is made when it is missing. */
  instances(count: number, more: Record<string, unknown> = {}): ContainerInstanceRow[] {
    this.call('CreateCluster', { clusterName: 'demo' })
    const input = { cluster: 'demo', instanceType: 'c5.large', count, ...more }
    const { containerInstances } = this.call('AddContainerInstances', input)
    return containerInstances.map((ci: { containerInstanceArn: string }) =>
      this.sim.t.containerInstances.find('arn', ci.containerInstanceArn),
    )
  }

  ci(row: { id: string }): ContainerInstanceRow {
    return this.sim.t.containerInstances.need(row.id)
  }

  /** A bridge task of one container on the instance, on its way to RUNNING; or on Fargate in a zone. */
  task(place: ContainerInstanceRow | { clusterId: string; zone: string; subnetId: string }): TaskRow {
    const ci = 'ec2InstanceId' in place ? place : null
    return launchTask(this.sim, {
      clusterId: place.clusterId,
      serviceId: null,
      deploymentId: null,
      taskDefinition: this.definition(ci ? 'bridge' : 'awsvpc'),
      group: 'family:web',
      startedBy: null,
      launchType: ci ? 'EC2' : 'FARGATE',
      capacityProviderName: ci ? null : 'FARGATE',
      containerInstanceId: ci?.id ?? null,
      subnetId: ci ? null : place.subnetId,
      zone: place.zone,
      networkConfiguration: null,
    })
  }

  private definition(networkMode: 'bridge' | 'awsvpc'): TaskDefinitionRow {
    return this.sim.t.taskDefinitions.put({
      ...this.sim.newRow('taskDefinitions'),
      arn: this.sim.arn('ecs', `task-definition/web:${this.sim.t.taskDefinitions.size + 1}`),
      family: 'web',
      revision: this.sim.t.taskDefinitions.size + 1,
      status: 'ACTIVE',
      def: {
        family: 'web',
        networkMode,
        containerDefinitions: [{ name: 'web', image: 'web', portMappings: [{ containerPort: 80, hostPort: 0 }] }],
      },
      derived: {
        networkMode,
        cpuUnits: 256,
        memoryMiB: 512,
        gpus: 0,
        tcpPorts: [],
        udpPorts: [],
        requiresAttributes: [],
        compatibilities: ['EC2', 'FARGATE'],
        cpuArchitecture: 'X86_64',
        operatingSystemFamily: 'LINUX',
      },
      tags: [],
      registeredAtMs: this.sim.nowMs,
      deregisteredAtMs: null,
      deleteRequestedAtMs: null,
    })
  }
}
