/** View: what changes the page, not the run. */
import { closeXray, openXrayOfTask, openXrayOfTray, select, setUi, ui, world } from '../store'
import { action } from './types'

export const setTheme = action<'auto' | 'light' | 'dark'>({
  name: 'view.theme',
  group: 'view',
  label: (theme) => ({ auto: 'As the system', light: 'Light', dark: 'Dark' })[theme],
  effect: (theme) => setUi({ theme }),
})

export const toggleList = action({
  name: 'view.list',
  group: 'view',
  label: () => (ui().stageView === 'graph' ? 'Show as list' : 'Show as graph'),
  effect: () => setUi({ stageView: ui().stageView === 'graph' ? 'list' : 'graph' }),
})

const TERMINAL_HEIGHT = 280
/** A log needs more room than the charts do: height of the dock for it, px. */
export const heightForTerminal = (): number => Math.max(TERMINAL_HEIGHT, ui().dockHeight)

export const openTerminal = action({
  name: 'view.terminal',
  group: 'view',
  label: () => 'Command line',
  key: { press: '/', shown: '/' },
  effect: () => {
    const { activeElement } = document
    setUi({
      dockTab: 'terminal',
      dockOpen: true,
      dockHeight: heightForTerminal(),
      sheet: 'full',
      terminalWanted: true,
      terminalFrom: activeElement instanceof HTMLElement ? activeElement : null,
    })
  },
})

export const toggleHelp = action({
  name: 'view.help',
  group: 'view',
  label: () => 'Help',
  key: { press: '?', shown: '?' },
  effect: () => setUi({ helpOpen: !ui().helpOpen }),
})

/** Ctrl+K or ⌘K. */
export const togglePalette = action({
  name: 'view.palette',
  group: 'view',
  label: () => 'Find an action or an object',
  effect: () => setUi({ paletteOpen: !ui().paletteOpen }),
})

/** What an X-ray would be of: the selected task, else the tray of the selected or shown service, else any tray. */
function xraySubject(): { task: string } | { tray: string } | null {
  const { selection, serviceId } = ui()
  if (selection?.kind === 'task' && world.rows.tasks.has(selection.id)) return { task: selection.id }
  const wanted = selection?.kind === 'service' ? selection.id : serviceId
  const trays = [...world.rows.services.values()].filter((service) => service.tray?.decisionId)
  const service = trays.find((candidate) => candidate.id === wanted) ?? trays[0]
  return service ? { tray: service.id } : null
}

export const toggleXray = action({
  name: 'view.xray',
  group: 'view',
  label: () => 'X-ray',
  key: { press: 'x', shown: 'X' },
  refusal: () =>
    ui().xray || xraySubject() ? null : 'Select a task first: the X-ray shows why it stands where it does.',
  effect: async () => {
    const subject = xraySubject()
    if (ui().xray || !subject) closeXray()
    else if ('task' in subject) await openXrayOfTask(subject.task)
    else await openXrayOfTray(subject.tray)
  },
})

/** Esc on stage or body: the X-ray first, then the inspector. */
export const back = action({
  name: 'view.back',
  group: 'view',
  label: () => 'Back',
  key: { press: 'Escape', shown: 'Esc' },
  effect: () => {
    if (ui().xray) closeXray()
    else select(null)
  },
})
