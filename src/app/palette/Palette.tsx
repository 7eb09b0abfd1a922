/** The palette (Ctrl+K): everything that can be done or looked at, by its words. Loaded when first asked for. */
import { Command } from 'cmdk'
import { useEffect, useMemo, useState } from 'react'
import { useShownService } from '../../panels'
import { useUi } from '../../store'
import { Dialog, Kbd } from '../../ui'
import { NEW_ITEMS } from '../newItems'
import { fetchGallery } from '../record/gallery'
import { useScenarioItems } from '../record/useScenarioItems'
import type { PaletteItem } from './items'
import { actionItems, objectActions, objectItems, ofMenu, scenarioItems, search, wordsOf } from './items'

const OBJECTS_SHOWN = 30
/** Actions of objects that are not selected. */
const OBJECT_ACTIONS_SHOWN = 12

export default function Palette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('')
  const [scenarios, setScenarios] = useState<PaletteItem[]>([])
  const selection = useUi((state) => state.selection)
  const service = useShownService()
  const record = useScenarioItems()
  useEffect(() => {
    // Without the list the palette is merely shorter; the gallery itself says what is wrong.
    fetchGallery().then(
      (entries) => setScenarios(scenarioItems(entries)),
      () => {},
    )
  }, [])
  const shown = useMemo(() => {
    const words = wordsOf(query)
    const items = [
      ...actionItems(service, selection),
      ...ofMenu('New', NEW_ITEMS),
      ...ofMenu('This run', record),
      ...scenarios,
    ]
    if (words.length === 0) return search(items, words)
    items.push(...objectActions(words, selection, OBJECT_ACTIONS_SHOWN))
    return [...search(items, words), ...objectItems(words, OBJECTS_SHOWN)]
  }, [query, service, selection, record, scenarios])
  const sections = [...new Set(shown.map(({ section }) => section))]
  const run = (item: PaletteItem) => {
    if (item.refusal) return
    onClose()
    item.run()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Find an action or an object"
      description="Type a few of its words; arrow keys choose, Enter does it."
      width={560}
    >
      <Command label="Actions and objects" shouldFilter={false} loop className="flex flex-col gap-2">
        <Command.Input
          autoFocus
          value={query}
          onValueChange={setQuery}
          placeholder="deploy, drain, theme, i-2 …"
          className="w-full rounded-card border border-edge bg-surface px-3 py-2 text-14"
        />
        <Command.List label="Found" className="max-h-[min(50dvh,26rem)] overflow-y-auto">
          <Command.Empty className="px-2 py-3 text-13 text-ink-2">
            Nothing has these words. Objects are found by kind, name and status: “task pending”.
          </Command.Empty>
          {sections.map((section) => (
            <Command.Group
              key={section}
              heading={section}
              className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-0.5 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-ink-2"
            >
              {shown
                .filter((item) => item.section === section)
                .map((item) => (
                  <Command.Item
                    key={item.id}
                    value={`${item.section} ${item.id}`}
                    disabled={Boolean(item.refusal)}
                    onSelect={() => run(item)}
                    className="flex min-h-8 cursor-default items-center gap-3 rounded-chip px-2 py-1 text-13 data-[disabled=true]:text-ink-2 data-[selected=true]:bg-sunken data-[selected=true]:outline-2 data-[selected=true]:outline-accent data-[selected=true]:-outline-offset-2"
                  >
                    <span className="min-w-0 flex-1">
                      <span className="block truncate">{item.label}</span>
                      {(item.refusal ?? item.hint) && (
                        <span className="block truncate text-12 text-ink-2">{item.refusal ?? item.hint}</span>
                      )}
                    </span>
                    {item.keys && <Kbd keys={item.keys} />}
                  </Command.Item>
                ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  )
}
