/** The service's three numbers; each opens its editor in place, which loads when it is first wanted. */
import type { ReactNode } from 'react'
import { lazy, Suspense, useState } from 'react'
import { Popover } from '../../ui'
import type { ServiceView } from '../../worker'

const load = () => import('./NumberForms')
const DesiredForm = lazy(() => load().then(({ DesiredForm }) => ({ default: DesiredForm })))
const PercentsForm = lazy(() => load().then(({ PercentsForm }) => ({ default: PercentsForm })))

interface Props {
  label: string
  /** What stands in the bar. */
  shown: ReactNode
  form: (close: () => void) => ReactNode
}

function InPlace({ label, shown, form }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label={label}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          className="hit rounded-chip px-1.5 py-0.5 hover:bg-sunken hover:text-ink"
          onPointerEnter={() => void load()}
        >
          {shown}
        </button>
      }
    >
      <Suspense fallback={<p className="w-72 text-13 text-ink-2">Loading…</p>}>{form(() => setOpen(false))}</Suspense>
    </Popover>
  )
}

export function DesiredEditor({ service }: { service: ServiceView }) {
  return (
    <InPlace
      label="Desired count"
      shown={`desired ${service.desired}`}
      form={(close) => <DesiredForm service={service} onDone={close} />}
    />
  )
}

export function PercentsEditor({ service }: { service: ServiceView }) {
  return (
    <InPlace
      label="Deployment percentages"
      shown={`${service.minimumHealthyPercent}/${service.maximumPercent} %`}
      form={(close) => <PercentsForm service={service} onDone={close} />}
    />
  )
}
