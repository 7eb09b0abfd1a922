/** Attributes, tags and account settings in one record. */
import type { ServiceOperations } from '../types'
import { accountSettingOperations } from './account-settings'
import { attributeOperations } from './attributes'
import { tagOperations } from './tags'

export const attributeTagSettingOperations: ServiceOperations = {
  ...attributeOperations,
  ...tagOperations,
  ...accountSettingOperations,
}
