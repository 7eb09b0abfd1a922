/** The service's deployments with how they ended and what they cost, newest first. */
import { useClock } from '../../../store'
import type { ServiceView } from '../../../worker'
import { client } from '../../../worker'
import { Part } from '../../parts/Facts'
import { GoTo } from '../../parts/GoTo'
import { useAsked } from '../useAsked'
import { tookText } from './words'

const WHOLE = 'border-line border-t py-1 pr-1.5 align-top'

export function History({ service, known }: { service: ServiceView; known: ReadonlySet<string> }) {
  const nowMs = useClock()
  const { deployment } = service
  const version = `${deployment?.id} ${deployment?.status} ${service.figures.lowestHealthy} ${service.deploying}`
  const records = useAsked(`history ${service.id}`, version, () => client.deploymentHistory(service.id)) ?? []
  if (records.length === 0) return null
  return (
    <Part title="History of deployments">
      <table className="w-full border-collapse text-12">
        <thead>
          <tr className="text-left text-ink-2">
            {['Revision', 'Outcome', 'Took', 'Lowest healthy', 'Failed requests'].map((name) => (
              <th key={name} scope="col" className="pr-1.5 align-bottom font-400">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={record.id}>
              <td className={WHOLE}>
                {known.has(record.deploymentId) ? (
                  <GoTo kind="deployment" id={record.deploymentId}>
                    {record.target}
                  </GoTo>
                ) : (
                  record.target
                )}
              </td>
              <td className={WHOLE} title={record.statusReason ?? undefined}>
                {record.status.replaceAll('_', '_\u200b')}
                {record.strategy !== 'ROLLING' && <span className="block text-11 text-ink-2">{record.strategy}</span>}
              </td>
              <td className={WHOLE}>{tookText(record, nowMs)}</td>
              <td className={WHOLE}>{record.figures.lowestHealthy}</td>
              <td className={WHOLE}>{record.figures.failedRequests}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  )
}
