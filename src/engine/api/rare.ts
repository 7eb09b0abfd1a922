/**
 * Operations that most runs never call, and the model of the services that have no others. In the built worker rare-late.ts
 * stands in for this file until somebody asks for one (vite.config.ts).
 */
import { cloudwatchOperations } from './cloudwatch'
import { ec2Operations } from './ec2'
import { attributeTagSettingOperations } from './ecs/attributes-tags-settings'
import { registrationOperations } from './ecs/register-container-instance'
import { taskSetOperations } from './ecs/task-sets'
import { executeOperations } from './ecs/tasks/execute'
import type { ServiceOperations } from './types'
import { namesOf } from './types'

const RARE: Record<string, ServiceOperations> = {
  ecs: {
    ...taskSetOperations,
    ...registrationOperations,
    ...attributeTagSettingOperations,
    ...executeOperations,
  },
  ec2: ec2Operations,
  cloudwatch: cloudwatchOperations,
}

export const RARE_OPERATIONS: readonly string[] = namesOf(RARE)

export const rareOperations = (): Record<string, ServiceOperations> => RARE

/** Whether `service.Operation` is there but not loaded yet. */
export const isMissing = (_name: string): boolean => false
