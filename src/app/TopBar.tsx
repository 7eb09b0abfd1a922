/** The top bar: name, scenario, New, lens, Graph or List, Share, theme, Help. */
import { CircleHelp, Ellipsis, Monitor, Moon, Search, Sun } from 'lucide-react'
import { perform, setTheme, share, toggleHelp, togglePalette, togglePresenter } from '../actions'
import type { Lens, StageView, Theme } from '../store'
import { setUi, useUi } from '../store'
import type { MenuEntry } from '../ui'
import { Button, IconButton, Menu, MenuButton, Segmented } from '../ui'
import { NEW_ITEMS } from './newItems'
import { useScenarioItems } from './record/useScenarioItems'

const LENSES: { id: Lens; label: string; hint: string }[] = [
  { id: 'traffic', label: 'Traffic', hint: 'Requests from the client to the tasks' },
  { id: 'placement', label: 'Placement', hint: 'Room on each instance' },
]
const THEMES: { id: Theme; icon: React.ReactNode }[] = [
  { id: 'auto', icon: <Monitor size={16} aria-hidden /> },
  { id: 'light', icon: <Sun size={16} aria-hidden /> },
  { id: 'dark', icon: <Moon size={16} aria-hidden /> },
]

function useLensItems(): MenuEntry[] {
  const lens = useUi((state) => state.lens)
  return LENSES.map(({ id, label, hint }) => ({
    id,
    label,
    hint,
    checked: id === lens,
    onSelect: () => setUi({ lens: id }),
  }))
}

function useThemeItems(): MenuEntry[] {
  const theme = useUi((state) => state.theme)
  return THEMES.map(({ id, icon }) => ({
    id: `theme-${id}`,
    label: setTheme.label(id),
    icon,
    checked: id === theme,
    onSelect: () => void perform(setTheme, id),
  }))
}

function ScenarioMenu() {
  const title = useUi((state) => state.title)
  return (
    <MenuButton
      hint={`Scenario ${title}`}
      label={<span className="max-w-48 truncate">{title || '…'}</span>}
      items={useScenarioItems()}
    />
  )
}

const VIEWS: { id: StageView; label: string }[] = [
  { id: 'graph', label: 'Graph' },
  { id: 'list', label: 'List' },
]

export function TopBar({ narrow }: { narrow: boolean }) {
  const view = useUi((state) => state.stageView)
  const lens = useUi((state) => state.lens)
  const theme = useUi((state) => state.theme)
  const lensItems = useLensItems()
  const themeItems = useThemeItems()
  const presenting = useUi((state) => state.presenting)
  const present = {
    id: 'present',
    label: togglePresenter.label(undefined),
    onSelect: () => void perform(togglePresenter),
  }
  const more: MenuEntry[] = [{ heading: 'Lens' }, ...lensItems, 'line', present]
  return (
    <header className="flex h-11 flex-none items-center gap-2 border-line border-b bg-surface px-3">
      <h1 className="font-800 text-16 max-md:sr-only">ECS Playground</h1>
      <ScenarioMenu />
      <MenuButton label="New" items={NEW_ITEMS} />
      <div className="flex-1" />
      {!narrow && (
        <MenuButton label={`Lens: ${LENSES.find(({ id }) => id === lens)?.label}`} items={lensItems} align="end" />
      )}
      <Segmented label="Show as" options={VIEWS} value={view} onChange={(stageView) => setUi({ stageView })} />
      <Button variant="quiet" className="px-2!" onClick={() => void perform(share)}>
        Share
      </Button>
      {!narrow && (
        <Button
          variant="quiet"
          className="px-2!"
          aria-pressed={presenting}
          onClick={() => void perform(togglePresenter)}
        >
          Present
        </Button>
      )}
      <Menu
        align="end"
        items={themeItems}
        trigger={<IconButton label="Theme" icon={THEMES.find(({ id }) => id === theme)?.icon} />}
      />
      <IconButton
        label="Help"
        keys="?"
        icon={<CircleHelp size={18} aria-hidden />}
        onClick={() => void perform(toggleHelp)}
      />
      <IconButton
        label="Find an action or an object"
        keys="Ctrl+K"
        icon={<Search size={18} aria-hidden />}
        onClick={() => void perform(togglePalette)}
      />
      {narrow && (
        <Menu
          align="end"
          items={more}
          trigger={<IconButton label="More" icon={<Ellipsis size={18} aria-hidden />} />}
        />
      )}
    </header>
  )
}

/** The phone's bar: the scenario, and everything else behind one button. */
export function PhoneBar() {
  const view = useUi((state) => state.stageView)
  const lensItems = useLensItems()
  const themeItems = useThemeItems()
  const items: MenuEntry[] = [
    { heading: 'Show as' },
    ...VIEWS.map(({ id, label }) => ({ id, label, checked: id === view, onSelect: () => setUi({ stageView: id }) })),
    { heading: 'Lens' },
    ...lensItems,
    { heading: 'New' },
    ...NEW_ITEMS,
    { heading: 'Theme' },
    ...themeItems,
    'line',
    { id: 'present', label: 'Present', onSelect: () => void perform(togglePresenter) },
    { id: 'palette', label: 'Find an action or an object', onSelect: () => void perform(togglePalette) },
    { id: 'help', label: 'Help', onSelect: () => void perform(toggleHelp) },
  ]
  return (
    <header className="flex h-11 flex-none items-center border-line border-b bg-surface px-1">
      <h1 className="sr-only">ECS Playground</h1>
      <ScenarioMenu />
      <div className="flex-1" />
      <Button variant="quiet" className="px-2!" onClick={() => void perform(share)}>
        Share
      </Button>
      <Menu align="end" items={items} trigger={<IconButton label="More" icon={<Ellipsis size={20} aria-hidden />} />} />
    </header>
  )
}
