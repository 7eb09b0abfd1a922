/** Tokens, glyphs, patterns and wrapped primitives. Imports nothing of ours. */
import './styles.css'

export { Badge } from './Badge'
export { Button, IconButton } from './Button'
export { Dialog } from './Dialog'
export { CopyButton, NumberField, Segmented, TextField, Toggle } from './fields'
export { Kbd } from './Kbd'
export type { MenuEntry, MenuItem } from './Menu'
export { Menu, MenuButton, SplitButton } from './Menu'
export { Popover } from './Popover'
export type { Palette } from './paint'
export { readPalette } from './paint'
export {
  numeralSize,
  RevisionPatterns,
  RevisionPlate,
  revisionClass,
  revisionStyle,
} from './revision'
export { StatusGlyph } from './StatusGlyph'
export { Strip } from './Strip'
export type { StatusWord } from './status'
export { statusStyle } from './status'
export type { Tab } from './Tabs'
export { Tabs } from './Tabs'
export { TooltipProvider } from './Tooltip'
