/** Light, dark, or as the system: a data attribute on the root that the tokens follow. */
import { ui, useUi } from '../store'

function apply(): void {
  const { theme } = ui()
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

function present(): void {
  if (ui().presenting) document.documentElement.dataset.present = ''
  else delete document.documentElement.dataset.present
}

/** Applies the theme and presenter mode now and whenever they change. */
export function followTheme(): void {
  apply()
  present()
  useUi.subscribe((state, before) => {
    if (state.theme !== before.theme) apply()
    if (state.presenting !== before.presenting) present()
  })
}
