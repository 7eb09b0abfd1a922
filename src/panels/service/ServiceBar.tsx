/** The service bar: which service, its numbers, its gauge, what it waits for, and Deploy (screens.md §2). */
import { lazy, Suspense } from 'react'
import { perform, setLaunchType, showCompare } from '../../actions'
import { select, setUi, useIds, useRow, useTable, useUi } from '../../store'
import { MenuButton, RevisionPlate } from '../../ui'
import type { ServiceView } from '../../worker'
import { DeployButton } from './DeployButton'
import { Gauge } from './Gauge'
import { DesiredEditor, PercentsEditor } from './NumberEditors'
import { WhyLine } from './WhyLine'

const Meter = lazy(() => import('./Meter').then(({ Meter }) => ({ default: Meter })))

/** The service that the bar, the envelope and Deploy are about: the chosen one, else the first. */
export function useShownService(): ServiceView | undefined {
  const chosen = useUi((state) => state.serviceId)
  const first = useIds('services')[0]
  const row = useRow('services', chosen)
  const fallback = useRow('services', first)
  return row ?? fallback
}

export function ServiceBar({ phone }: { phone: boolean }) {
  const service = useShownService()
  if (!service) {
    return (
      <section
        aria-label="Service"
        className="flex min-h-[72px] items-center border-line border-b bg-surface px-3 text-ink-2"
      >
        No service yet.
      </section>
    )
  }
  return phone ? <ServiceCard service={service} /> : <WideBar service={service} />
}

function WideBar({ service }: { service: ServiceView }) {
  return (
    <section
      aria-label="Service"
      className="grid min-h-[72px] grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-5 border-line border-b bg-surface px-3 py-1"
    >
      <div className="flex flex-col items-start">
        <Picker service={service} />
        <Numbers service={service} />
      </div>
      <div className="flex min-w-0 flex-col gap-0.5">
        <div className="flex min-w-0 items-center gap-4">
          <Legend service={service} />
          <div className="min-w-0">
            <Gauge service={service} short={false} />
          </div>
          <Breaker service={service} />
        </div>
        <WhyLine service={service} />
      </div>
      <DeployButton service={service} size="large" />
    </section>
  )
}

function ServiceCard({ service }: { service: ServiceView }) {
  return (
    <section
      aria-label="Service"
      className="flex min-h-[104px] flex-none flex-col gap-1 border-line border-b bg-surface px-3 py-1"
    >
      <div className="flex items-center gap-1">
        <Picker service={service} />
        <Numbers service={service} />
      </div>
      <div className="flex min-w-0 items-center gap-3">
        <div className="min-w-0">
          <Gauge service={service} short />
        </div>
        <Breaker service={service} />
      </div>
      <WhyLine service={service} />
    </section>
  )
}

function Picker({ service }: { service: ServiceView }) {
  const services = useTable('services')
  const items = services.map((other) => ({
    id: other.id,
    label: other.name,
    hint: other.why.sentence,
    checked: other.id === service.id,
    onSelect: () => setUi({ serviceId: other.id }),
  }))
  const inspect = {
    id: 'inspect',
    label: `Inspect ${service.name}`,
    onSelect: () => select({ kind: 'service', id: service.id }),
  }
  const compare = {
    id: 'compare',
    label: showCompare.label(undefined),
    hint: 'The next deployment twice, side by side',
    onSelect: () => void perform(showCompare),
  }
  const other = { serviceId: service.id, launchType: service.launchType === 'EC2' ? 'FARGATE' : 'EC2' } as const
  const move = {
    id: 'launchType',
    label: setLaunchType.label(other),
    hint: 'Registers a revision for it and updates the service',
    onSelect: () => void perform(setLaunchType, other),
  }
  return (
    <MenuButton
      hint={`Service ${service.name}`}
      label={<span className="font-600 text-16">{service.name}</span>}
      items={[...items, 'line', inspect, compare, move]}
    />
  )
}

function Numbers({ service }: { service: ServiceView }) {
  return (
    <div className="flex items-center text-13 text-ink-2">
      <DesiredEditor service={service} />
      <span aria-hidden>·</span>
      <PercentsEditor service={service} />
    </div>
  )
}

/** While the latest deployment is watched, and after it was tripped. */
function Breaker({ service }: { service: ServiceView }) {
  const { deployment } = service
  const status = deployment?.breaker.status
  if (!deployment || (status !== 'MONITORING' && status !== 'TRIGGERED')) return null
  return (
    <Suspense fallback={null}>
      <Meter record={deployment} />
    </Suspense>
  )
}

/** One entry per revision that has live tasks. */
function Legend({ service }: { service: ServiceView }) {
  return (
    <ul
      aria-label="Revisions"
      className="grid flex-none grid-flow-col grid-rows-[repeat(2,auto)] gap-x-4 gap-y-0.5 text-12"
    >
      {service.revisions.slice(-4).map(({ revision, label, tasks }) => (
        <li key={`${revision} ${label}`} className="flex items-center gap-1.5">
          <RevisionPlate revision={revision} width={18} height={16} numeral={11} />
          <span>{label}</span>
          <span className="text-ink-2">×{tasks}</span>
        </li>
      ))}
    </ul>
  )
}
