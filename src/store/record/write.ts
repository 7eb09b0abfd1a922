/** What leaves the page of a run: file, link, report, shell script. Loaded on demand. */
import { loadCli } from '../../cli'
import type { ShareLink } from '../../scenario'
import { embedCode, encodeLink, scenarioOfRecording, scenarioText } from '../../scenario'
import type { RunRecord, Snapshot } from '../../worker'
import { client } from '../../worker'
import { ui } from '../ui'

type Kept = Pick<Snapshot, 'engine' | 'digest' | 'nowMs' | 'record'>

/** A run as the text of a scenario file. Throws ScenarioError when a file cannot hold it. */
function fileText({ engine, digest, nowMs, record }: Kept, title: string): string {
  const { seed, timings, startTime, commands, ahead = [] } = record
  return scenarioText(
    scenarioOfRecording({ title, seed, timings, startTime, commands, ahead, untilMs: nowMs, engine, digest }),
  )
}

/** The present run as a file's text. */
export const presentFile = async (): Promise<string> => fileText(await client.snapshot(true), ui().title)

/** `First cluster` → `First-cluster.ecs-playground.json` */
export function fileName(title: string, ending: string): string {
  const name = title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  return `${name || 'run'}${ending}`
}

/** What a share link is to carry besides the run. */
export interface LinkChoices {
  /** The present instant; else the link opens where the run began. */
  moment: boolean
  playing: boolean
  speed: boolean
  selection: boolean
  panel: boolean
}

/** The address that opens the present run. Throws LinkError or ScenarioError when it does not fit a link. */
export async function shareLink(choices: LinkChoices, embed = false): Promise<string> {
  const snapshot = await client.snapshot(true)
  const { selection, dockTab, speed, lens } = ui()
  const link: ShareLink = { scenarioText: fileText(snapshot, ui().title), lens }
  link.atMs = choices.moment ? snapshot.nowMs : (snapshot.record.fromMs ?? 0)
  if (choices.playing) link.play = true
  if (choices.speed) link.speed = speed
  if (embed) link.embed = true
  else if (choices.panel) link.panel = dockTab
  if (choices.selection && selection) link.selection = `${selection.kind}:${selection.id}`
  const fragment = await encodeLink(link)
  return `${location.origin}${location.pathname}${fragment}`
}

/** HTML that shows the present run in a frame. Throws as `shareLink` does. */
export const shareEmbed = async (choices: LinkChoices): Promise<string> =>
  embedCode(await shareLink(choices, true), `${ui().title} – ECS Playground`)

/** What a bug report needs; the page opens it like a file. `about` is said at its head. */
export async function reportText(about: Readonly<Record<string, unknown>>, kept?: Kept): Promise<string> {
  const snapshot = kept ?? (await client.snapshot(true))
  const { engine, digest, nowMs } = snapshot
  const scenario: unknown = JSON.parse(fileText(snapshot, ui().title))
  const head = { format: 'ecs-playground-report/1', ...about, engine, digest, nowMs, browser: navigator.userAgent }
  return JSON.stringify({ ...head, scenario }, null, 2)
}

/** The report of a run of which only the log is left. */
export const reportOfLog = (about: Readonly<Record<string, unknown>>, record: RunRecord, nowMs: number) =>
  reportText(about, { engine: 'lost', digest: null, nowMs, record })

/** The session as a bash script of `aws` commands. */
export async function scriptText(): Promise<string> {
  const [{ record, nowMs }, world, model, { createCli }] = await Promise.all([
    client.snapshot(),
    client.world(),
    client.apiModel(),
    loadCli(),
  ])
  const none = () => Promise.reject(new Error('a script is only printed here'))
  const cli = createCli(model, { parts: { query: none, yaml: none } })
  const entries = record.commands.filter(({ atMs }) => atMs <= nowMs)
  return cli.script(entries, { title: ui().title, world: world as Record<string, unknown> })
}
