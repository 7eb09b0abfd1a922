/** Help: the keys, a switch that turns them off, what the page is and is not. */
import { keyed, ROOM_KEYS } from '../actions'
import { setUi, useUi } from '../store'
import { Dialog, Kbd, Toggle } from '../ui'

export default function Help({ onClose }: { onClose: () => void }) {
  const shortcutsOn = useUi((state) => state.shortcutsOn)
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title="Help"
      description="A simulator of Amazon ECS that runs in this page. Nothing leaves your browser."
    >
      <div className="flex flex-col gap-4 p-4">
        <section>
          <h3 className="mb-1 font-600">Keys</h3>
          <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1">
            {keyed.map((action) => (
              <div key={action.name} className="contents">
                <dt>
                  <Kbd keys={action.key.shown} />
                </dt>
                <dd>{action.label(undefined)}</dd>
              </div>
            ))}
            {ROOM_KEYS.map(({ keys, says }) => (
              <div key={keys} className="contents">
                <dt className="whitespace-nowrap">
                  {keys.split(/ (?!–|9)/).map((key) => (
                    <Kbd key={key} keys={key} />
                  ))}
                </dt>
                <dd>{says}</dd>
              </div>
            ))}
          </dl>
          <Toggle
            label="Single-key shortcuts"
            hint="They act only while nothing, the stage or the transport has the focus."
            on={shortcutsOn}
            onChange={(on) => setUi({ shortcutsOn: on })}
          />
        </section>
        <section>
          <h3 className="mb-1 font-600">On the stage</h3>
          <p>
            The arrow keys walk from object to object: left and right along the flow, up and down among neighbours.
            Enter selects, Esc goes back. The list shows the same objects as text.
          </p>
        </section>
        <section>
          <h3 className="mb-1 font-600">Sharing</h3>
          <p>
            Share makes a link that holds the whole run, or code that embeds the picture in slides and blogs. To a link
            you may add <code className="font-mono text-13">&amp;present=1</code> for presenter mode or{' '}
            <code className="font-mono text-13">&amp;ui=none</code> for the picture and nothing else.
          </p>
        </section>
        <p className="text-13 text-ink-2">
          This project is not affiliated with Amazon Web Services. Amazon ECS, AWS Fargate and Elastic Load Balancing
          are named only to say what is simulated.
        </p>
      </div>
    </Dialog>
  )
}
