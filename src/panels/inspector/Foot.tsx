/** The actions of the selected object; focusing or pointing at one shows the command it would send. */
import { useState } from 'react'
import {
  activateInstance,
  crashTask,
  deleteService,
  deploy,
  disconnectAgent,
  drainInstance,
  exhaustTask,
  forceDeployment,
  rollBack,
  setDesired,
  sickenTask,
  stopInstance,
  stopTask,
  terminateInstance,
} from '../../actions'
import type { Selection } from '../../store'
import { openXrayOfTask, useRow } from '../../store'
import { Button } from '../../ui'
import type { InstanceView, ServiceView, TaskView } from '../../worker'
import { Do, Refusal } from './Do'

type OnLines = (lines: readonly string[]) => void

export function Foot({ selection }: { selection: Selection }) {
  const [lines, setLines] = useState<readonly string[]>([])
  const task = useRow('tasks', selection.kind === 'task' ? selection.id : null)
  const instance = useRow('instances', selection.kind === 'instance' ? selection.id : null)
  const service = useRow('services', selection.kind === 'service' ? selection.id : null)
  const deployment = useRow('deployments', selection.kind === 'deployment' ? selection.id : null)
  if (!task && !instance && !service && !deployment?.record) return null
  return (
    <footer className="flex flex-none flex-col gap-1.5 border-line border-t px-3 py-2">
      <fieldset
        aria-label="Actions"
        className="flex min-w-0 flex-wrap gap-1.5 pointer-coarse:flex-nowrap pointer-coarse:overflow-x-auto"
      >
        {task && <TaskActions row={task} onLines={setLines} />}
        {instance && <InstanceActions row={instance} onLines={setLines} />}
        {service && <ServiceActions row={service} onLines={setLines} />}
        {deployment && <Do action={rollBack} args={{ deploymentId: deployment.id }} onLines={setLines} />}
      </fieldset>
      <Refusal of={ACTIONS} />
      {/* Of one height: a line that made the foot grow would move the buttons from under the pointer. */}
      <p className="h-16 overflow-hidden text-11 text-ink-2 pointer-coarse:hidden">
        {lines.length === 0 ? (
          'Point at an action to see the command it sends.'
        ) : (
          <code className="block whitespace-pre-wrap wrap-anywhere">{lines.map((line) => `$ ${line}`).join('\n')}</code>
        )}
      </p>
    </footer>
  )
}

const ACTIONS = [
  activateInstance,
  crashTask,
  deleteService,
  deploy,
  disconnectAgent,
  drainInstance,
  exhaustTask,
  forceDeployment,
  rollBack,
  setDesired,
  sickenTask,
  stopInstance,
  stopTask,
  terminateInstance,
]

function TaskActions({ row, onLines }: { row: TaskView; onLines: OnLines }) {
  const args = { taskId: row.id }
  return (
    <>
      <Button size="small" onClick={() => void openXrayOfTask(row.id)}>
        X-ray
      </Button>
      <Do action={stopTask} args={args} onLines={onLines} />
      <Do action={crashTask} args={args} onLines={onLines} />
      <Do action={exhaustTask} args={args} label="Run out of memory" onLines={onLines} />
      <Do action={sickenTask} args={args} label="Fail health checks" onLines={onLines} />
    </>
  )
}

function InstanceActions({ row, onLines }: { row: InstanceView; onLines: OnLines }) {
  const args = { instanceId: row.id }
  return (
    <>
      {row.status === 'DRAINING' ? (
        <Do action={activateInstance} args={args} onLines={onLines} />
      ) : (
        <Do action={drainInstance} args={args} onLines={onLines} />
      )}
      <Do action={disconnectAgent} args={args} onLines={onLines} />
      <Do action={stopInstance} args={args} onLines={onLines} />
      <Do action={terminateInstance} args={args} variant="danger" onLines={onLines} />
    </>
  )
}

function ServiceActions({ row, onLines }: { row: ServiceView; onLines: OnLines }) {
  const args = { serviceId: row.id }
  const active = row.status === 'ACTIVE'
  // ECS deletes a service that still wants tasks only by force; scaling to 0 first is the other way.
  const force = row.desired > 0 && row.schedulingStrategy === 'REPLICA'
  return (
    <>
      {active && <Do action={deploy} args={args} variant="primary" onLines={onLines} />}
      {active && <Do action={forceDeployment} args={args} onLines={onLines} />}
      {active && row.desired > 0 && (
        <Do action={setDesired} args={{ ...args, desiredCount: 0 }} label="Scale to 0" onLines={onLines} />
      )}
      <Do action={deleteService} args={force ? { ...args, force } : args} variant="danger" onLines={onLines} />
    </>
  )
}
