import { useClock, useRow } from '../../store'
import type { TaskView } from '../../worker'
import { client } from '../../worker'
import { Facts, Part } from '../parts/Facts'
import { RowLink, RowLinks } from '../parts/Links'
import { duration } from '../parts/time'
import { timeText } from '../time'
import type { ContainerFacts } from './containers'
import { containerFacts } from './containers'
import { ladderOf } from './ladder'
import { stopStory } from './stop-story'
import { streakWords, taskSentence } from './task-words'
import { useAsked, useDescribed } from './useAsked'

export function TaskNow({ row }: { row: TaskView }) {
  const nowMs = useClock()
  const host = useRow('instances', row.containerInstanceId)
  const described = useDescribed('tasks', row.id) ?? {}
  const story = stopStory(described)
  return (
    <>
      <p>{taskSentence(row, nowMs)}</p>
      {story && <Stop story={story} />}
      <Facts
        rows={[
          ['Service', <RowLink key="s" kind="service" id={row.serviceId} />],
          ['Deployment', <RowLink key="d" kind="deployment" id={row.deploymentId} />],
          ['Runs on', row.fargate ? 'Fargate' : <RowLink key="i" kind="instance" id={row.containerInstanceId} />],
          ['Zone', row.zone],
          ['Last status', row.lastStatus],
          ['Desired status', row.desiredStatus],
          ['Health status', row.healthStatus],
          ['Checks', streakWords(row)],
          ['Address', row.address.startsWith(':') ? `${host?.label ?? 'port'} ${row.address}` : row.address],
          ['Mark', row.mark],
        ]}
      />
      <Containers described={described} />
      {row.targetIds.length > 0 && (
        <Part title="Targets">
          <RowLinks kind="target" ids={row.targetIds} />
        </Part>
      )}
      <Ladder row={row} described={described} />
    </>
  )
}

function Stop({ story }: { story: NonNullable<ReturnType<typeof stopStory>> }) {
  return (
    <Part title="Why it stopped">
      <p>{story.plain}</p>
      <details className="text-13">
        <summary className="hit cursor-pointer rounded text-ink-2">ECS says</summary>
        <Facts
          rows={story.aws.map(({ member, text }) => [
            member,
            <code key={member} className="text-12">
              {text}
            </code>,
          ])}
        />
      </details>
    </Part>
  )
}

interface Container {
  name?: string
  image?: string
  lastStatus?: string
  healthStatus?: string
  exitCode?: number
  reason?: string
  networkBindings?: { hostPort?: number; containerPort?: number; protocol?: string }[]
}

function Containers({ described }: { described: Record<string, unknown> }) {
  const containers = Array.isArray(described.containers) ? (described.containers as Container[]) : []
  const arn = typeof described.taskDefinitionArn === 'string' ? described.taskDefinitionArn : ''
  // A definition never changes: it is asked for once.
  const facts = useAsked(arn, arn, () => factsOf(arn))
  if (containers.length === 0) return null
  return (
    <Part title="Containers">
      <ul className="flex flex-col gap-1">
        {containers.map((container) => (
          <li key={container.name} className="card px-2 py-1 text-13">
            <div className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-600">{container.name}</span>
              <span>{container.lastStatus}</span>
              {container.healthStatus && container.healthStatus !== 'UNKNOWN' && <span>{container.healthStatus}</span>}
              {container.exitCode !== undefined && <span>exit code {container.exitCode}</span>}
            </div>
            <div className="break-words font-mono text-12 text-ink-2">{container.image}</div>
            <Said facts={facts?.get(container.name ?? '')} />
            {(container.networkBindings ?? []).map(({ hostPort, containerPort, protocol }) => (
              <div key={`${hostPort} ${protocol}`} className="text-12 text-ink-2">
                host port {hostPort} → container port {containerPort} ({protocol})
              </div>
            ))}
            {container.reason && <div className="break-words text-12 text-bad">{container.reason}</div>}
          </li>
        ))}
      </ul>
    </Part>
  )
}

async function factsOf(arn: string): Promise<Map<string, ContainerFacts>> {
  const world = (await client.world(['taskDefinitions'])) as { taskDefinitions?: Record<string, unknown>[] } | null
  return containerFacts(world?.taskDefinitions?.find((row) => row.taskDefinitionArn === arn) ?? {})
}

/** What the definition says of a container, where that is more than the usual. */
function Said({ facts }: { facts: ContainerFacts | undefined }) {
  if (!facts) return null
  const { essential, waits, check } = facts
  const lines = [essential ? '' : 'not essential: the task lives on without it', ...waits, check ?? '']
  return lines
    .filter((line) => line !== '')
    .map((line) => (
      <div key={line} className="text-12 text-ink-2">
        {line}
      </div>
    ))
}

function Ladder({ row, described }: { row: TaskView; described: Record<string, unknown> }) {
  const rungs = ladderOf(described, row.createdAtMs)
  if (rungs.length === 0) return null
  return (
    <Part title="Times">
      <ol className="ml-1.5 flex flex-col border-edge border-l-2 text-13">
        {rungs.map(({ member, words, atMs, afterMs }) => (
          <li key={member} className="relative flex items-baseline gap-2 py-0.5 pl-3">
            <span aria-hidden className="absolute top-2 -left-[5px] size-2 rounded-full bg-edge" />
            <span className="min-w-0 flex-1">{words}</span>
            <span className="text-12 text-ink-2">{afterMs === null ? '' : `+${duration(afterMs)}`}</span>
            <span className="w-24 text-right">{timeText(atMs)}</span>
          </li>
        ))}
      </ol>
    </Part>
  )
}
