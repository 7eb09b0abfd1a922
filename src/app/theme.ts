/** Light, dark, or as the system: a data attribute on the root that the tokens follow. */
import { ui, useUi } from '../store'

function apply(): void {
  const { theme } = ui()
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

/** Applies the theme now and whenever it changes. */
export function followTheme(): void {
  apply()
  useUi.subscribe((state, before) => {
    if (state.theme !== before.theme) apply()
  })
}
