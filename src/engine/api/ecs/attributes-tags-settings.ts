/** Attributes, tags and account settings in one record. */
import type { ServiceOperations } from '../types'
import { accountSettingOperations } from './account-settings'
import { attributeOperations } from './attribute-operations'
import { tagOperations } from './tag-operations'

export const attributeTagSettingOperations: ServiceOperations = {
  ...attributeOperations,
  ...tagOperations,
  ...accountSettingOperations,
}
