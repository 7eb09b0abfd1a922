/** The circuit breaker's arithmetic (D-400, D-401). */
import type { ServiceRow } from '../model'

export interface Breaker {
  enable: boolean
  rollback: boolean
  resetOnHealthyTask: boolean
  type: string
  value: number
}

/** The service's breaker with ECS's defaults (D-400). */
export function breakerOf(service: Pick<ServiceRow, 'deploymentConfiguration'>): Breaker {
  const given = service.deploymentConfiguration.deploymentCircuitBreaker
  return {
    enable: given?.enable ?? false,
    rollback: given?.rollback ?? false,
    resetOnHealthyTask: given?.resetOnHealthyTask ?? true,
    type: given?.thresholdConfiguration?.type ?? 'BOUNDED_PERCENT',
    value: given?.thresholdConfiguration?.value ?? 50,
  }
}

/** D-401, with the latest desired count; whole numbers only. */
export function threshold(type: string, value: number, desired: number): number {
  const share = Math.floor((value * desired + 99) / 100)
  if (type === 'COUNT') return value
  if (type === 'UNBOUNDED_PERCENT') return Math.max(1, share)
  return Math.min(200, Math.max(3, share))
}

export function thresholdOf(service: Pick<ServiceRow, 'deploymentConfiguration' | 'desiredCount'>): number {
  const { type, value } = breakerOf(service)
  return threshold(type, value, service.desiredCount)
}
