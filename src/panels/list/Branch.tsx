/** The table of the chosen branch: its children, one table per kind. */
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { SelectionKind } from '../../store'
import { light, openXrayOfTray, select, useRow, useUi } from '../../store'
import { Button, StatusGlyph } from '../../ui'
import type { ViewTable, ViewTables } from '../../worker'
import { KIND_WORDS, labelOf, TABLE_OF } from '../parts/words'
import { reasonWords } from '../xray/sentences'
import type { Column } from './columns'
import { COLUMNS } from './columns'
import type { TreeNode } from './tree'

export function Branch({ node }: { node: TreeNode }) {
  const groups = groupsOf(node)
  return (
    <div className="flex flex-col gap-3">
      <h2 className="flex flex-wrap items-center gap-2 font-600 text-16">
        {node.glyph && <StatusGlyph word={node.glyph} />}
        {node.selection && `${KIND_WORDS[node.selection.kind]} `}
        {node.name}
        {node.status && <span className="font-400 text-13 text-ink-2">{node.status}</span>}
      </h2>
      {node.selection?.kind === 'service' && <Why serviceId={node.selection.id} />}
      {groups.length === 0 && <p className="text-ink-2">There is nothing in it.</p>}
      {groups.map(({ kind, title, ids }) => (
        <Rows key={title} kind={kind} title={title} ids={ids} />
      ))}
    </div>
  )
}

interface Group {
  kind: SelectionKind
  title: string
  ids: string[]
}

const PLURALS: Record<SelectionKind, string> = {
  task: 'Tasks',
  instance: 'Container instances',
  service: 'Services',
  deployment: 'Deployments',
  cluster: 'Clusters',
  zone: 'Availability Zones',
  loadBalancer: 'Load balancers',
  listener: 'Listeners',
  rule: 'Rules',
  targetGroup: 'Target groups',
  target: 'Targets',
}

/** Children by kind; those under a heading inside the branch carry its name. */
function groupsOf(node: TreeNode): Group[] {
  const groups: Group[] = []
  const add = (children: readonly TreeNode[], under: string | null) => {
    for (const child of children) {
      if (!child.selection) {
        add(child.children, child.name)
        continue
      }
      const { kind, id } = child.selection
      const title = under ?? PLURALS[kind]
      const group = groups.find((one) => one.title === title && one.kind === kind)
      if (group) group.ids.push(id)
      else groups.push({ kind, title, ids: [id] })
    }
  }
  add(node.children, null)
  return groups
}

/** The why-line and the tray of a service, which the graph shows beside it. */
function Why({ serviceId }: { serviceId: string }) {
  const service = useRow('services', serviceId)
  if (!service) return null
  const { tray } = service
  return (
    <div className="flex flex-wrap items-center gap-2 text-13">
      <p>{service.why.sentence}</p>
      {tray && (
        <>
          <p>
            {tray.wanted} wanted, no place:{' '}
            {tray.reasons.map(({ reason, count }) => `${count} × ${reasonWords(reason)}`).join(', ')}.
          </p>
          <Button size="small" onClick={() => void openXrayOfTray(serviceId)}>
            X-ray
          </Button>
        </>
      )}
    </div>
  )
}

/** Rows drawn at once; more on request, so that a full-quota service stays quick. */
const PAGE = 200

function Rows({ kind, title, ids }: Group) {
  const [most, setMost] = useState(PAGE)
  const columns = COLUMNS[kind] as readonly Column<ViewTables[ViewTable]>[]
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-13">
        <caption className="py-1 text-left font-600">
          {title} · {ids.length}
        </caption>
        <thead>
          <tr className="text-12 text-ink-2">
            <Heading>{KIND_WORDS[kind]}</Heading>
            <Heading>Status</Heading>
            {columns.map(({ name, figure }) => (
              <Heading key={name} figure={figure}>
                {name}
              </Heading>
            ))}
          </tr>
        </thead>
        <tbody>
          {ids.slice(0, most).map((id) => (
            <Row key={id} kind={kind} id={id} columns={columns} />
          ))}
        </tbody>
      </table>
      {ids.length > most && (
        <Button size="small" className="mt-1" onClick={() => setMost(most + PAGE)}>
          Show {Math.min(PAGE, ids.length - most)} more of {ids.length}
        </Button>
      )}
    </div>
  )
}

const Heading = ({ figure, children }: { figure?: boolean | undefined; children: ReactNode }) => (
  <th
    scope="col"
    className={`whitespace-nowrap border-edge border-b px-2 py-1 font-400 ${figure ? 'text-right' : 'text-left'}`}
  >
    {children}
  </th>
)

interface RowProps {
  kind: SelectionKind
  id: string
  columns: readonly Column<ViewTables[ViewTable]>[]
}

function Row({ kind, id, columns }: RowProps) {
  const row = useRow(TABLE_OF[kind], id)
  const selected = useUi((state) => state.selection?.id === id && state.selection.kind === kind)
  const lit = useUi((state) => state.lit.has(id))
  if (!row) return null
  const { name, status, glyph } = labelOf(kind, row)
  return (
    <tr
      onMouseEnter={() => light([id])}
      onMouseLeave={() => light()}
      className={`border-line border-b ${selected ? 'bg-accent/12' : lit ? 'bg-sunken' : ''}`}
    >
      <th scope="row" className="whitespace-nowrap px-2 py-1 text-left font-400">
        <button
          type="button"
          aria-pressed={selected}
          onClick={() => select({ kind, id })}
          className="hit rounded text-left font-600 text-accent underline decoration-1 underline-offset-2"
        >
          {name}
        </button>
      </th>
      <td className="whitespace-nowrap px-2 py-1">
        <span className="inline-flex items-center gap-1">
          {glyph && <StatusGlyph word={glyph} size={16} />}
          {status}
        </span>
      </td>
      {columns.map(({ name: column, figure, cell }) => (
        <td key={column} className={`px-2 py-1 ${figure ? 'text-right' : ''}`}>
          {cell(row)}
        </td>
      ))}
    </tr>
  )
}
