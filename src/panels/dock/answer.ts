/** The envelope's answer in one sentence with the run's own figures, and the next dare. Pure. */
import type { ServiceView } from '../../worker'
import { duration } from '../parts/time'

type Input = Pick<
  ServiceView,
  'figures' | 'desired' | 'lowerBound' | 'upperBound' | 'minimumHealthyPercent' | 'deployment'
>

/** A strategy that starts a whole second set, which the percentages do not bound; else null. */
const shiftOf = ({ deployment }: Input) =>
  deployment && deployment.strategy !== 'ROLLING' ? deployment.strategy : null

const tasks = (count: number): string => (count === 1 ? 'one task' : `${count} tasks`)

/** Why the lowest healthy count was what it was. */
export function answerOf(service: Input): string {
  const { desired, lowerBound: lower, minimumHealthyPercent: percent } = service
  const lowest = service.figures.lowestHealthy
  const shift = shiftOf(service)
  if (shift) return `${lowest}. ${shift} starts a whole second set and stops nothing old before the traffic has moved.`
  if (lowest < lower) {
    return `${lowest}. That is below the lower bound of ${lower}: it holds back what ECS stops, not what fails by itself.`
  }
  if (lower >= desired) {
    return `${lowest}. The lower bound is ${percent} % of ${desired}, so nothing old stops before something new is healthy.`
  }
  if (lowest === lower) {
    const rounded = (desired * percent) % 100 === 0 ? '' : ', rounded up'
    return `${lowest}. The lower bound is ${percent} % of ${desired}${rounded}, so ECS may stop ${tasks(desired - lower)} before a new one is healthy.`
  }
  return `${lowest}. ECS was allowed to go down to ${lower} and never had to.`
}

/** Peak and length of the deployment. */
export function figuresText(service: Input): string {
  const { peakTasks, sinceMs, endedMs } = service.figures
  const length = endedMs === null ? '' : `, ${duration(endedMs - sinceMs)} from start to end`
  const most = shiftOf(service) ? '' : ` of at most ${service.upperBound}`
  return `Peak ${peakTasks}${most} tasks${length}.`
}

const DARES = [
  'Now set the percentages to 100/200 and deploy again: what changes?',
  'Now deploy one that fails its health check: how many stay healthy?',
  'Now set the percentages to 50/100: how long does it take?',
  'Now deploy one that crashes: what do your users notice?',
]

/** Another dare after each deployment; `revision` chooses. */
export const dareAfter = (revision: number): string => DARES[revision % DARES.length] ?? ''
