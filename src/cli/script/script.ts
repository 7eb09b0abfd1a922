/**
 * A recorded session as a bash script of `aws` commands for a real account. What the simulator made up (ARNs, ids) becomes
 * variables, captured from the call that made the thing or looked up; playground calls and simulated time become comments and waits.
 */
import type { ApiModel } from '../../engine'
import type { Input } from '../command/flags'
import { printCommand, quote } from '../print'
import type { ScriptEntry, ScriptOptions } from './entries'
import { arnParts, isMadeUp, mapTexts, pathOf } from './entries'
import type { Lookup } from './lookups'
import { lookupOf, variableName } from './lookups'
import { noteFor } from './notes'

export type { ScriptEntry, ScriptOptions } from './entries'

const MAKES = /^(Create|Run|Register|Start|Put|Allocate)/
/** Simulated time between two commands from which it is worth a word, and from which it is worth a wait. */
const PAUSE_MS = 1_000
const WAIT_MS = 60_000

/** The script, one command a line. */
export function exportScript(model: ApiModel, entries: readonly ScriptEntry[], options: ScriptOptions = {}): string {
  return new ScriptWriter(model, entries, options).text()
}

class ScriptWriter {
  private readonly lines: string[] = []
  /** Lines of ids that a person must put in. */
  private readonly own: string[] = []
  private readonly variables = new Map<string, string>()
  private readonly names = new Set<string>()
  private readonly counts = new Map<string, number>()
  private readonly mark: string
  private readonly marked: string[] = []

  constructor(
    private readonly model: ApiModel,
    private readonly entries: readonly ScriptEntry[],
    private readonly options: ScriptOptions,
  ) {
    // A mark that no input contains stands for a variable until the line is printed.
    const all = JSON.stringify(entries.map(({ input }) => input))
    let mark = 'ID'
    while (all.includes(`__${mark}`)) mark += 'X'
    this.mark = `__${mark}`
  }

  text(): string {
    let last: ScriptEntry | null = null
    for (const [i, entry] of this.entries.entries()) {
      if (last) this.pause(last, entry.atMs - last.atMs)
      if (entry.service === 'playground') this.note(entry)
      else if (this.model.operation(entry.service, entry.operation)) this.command(entry, this.entries.slice(i + 1))
      else this.comment(`${entry.service}.${entry.operation} has no command here`)
      last = entry
    }
    const head = [
      '#!/usr/bin/env bash',
      ...commented(this.options.title ?? 'A session of the ECS Playground'),
      'set -euo pipefail',
      '',
    ]
    const own = this.own.length > 0 ? ['# Put in what your account has:', ...this.own, ''] : []
    return `${[...head, ...own, ...this.lines].join('\n')}\n`
  }

  private comment(text: string): void {
    this.lines.push(...commented(text))
  }

  private note({ operation, input }: ScriptEntry): void {
    this.comment(`On a real account: ${noteFor(operation, (input ?? {}) as Input)}.`)
    this.comment(`  ${printCommand('playground', operation, input)}`)
  }

  /** A long pause after a change of a service becomes a wait for it, another one a word. */
  private pause({ service, operation, input }: ScriptEntry, ms: number): void {
    if (ms < PAUSE_MS) return
    const { cluster, serviceName, service: name = serviceName } = (input ?? {}) as Record<string, unknown>
    const isService = service === 'ecs' && /^(Create|Update)Service$/.test(operation) && typeof name === 'string'
    if (ms < WAIT_MS || !isService) {
      this.comment(`sleep ${Math.round(ms / 1000)}`)
      return
    }
    this.comment(`${Math.round(ms / 1000)} s passed in the simulator`)
    const given: Input = { ...(typeof cluster === 'string' ? { cluster } : {}), services: [name] }
    this.lines.push(
      this.printed('ecs', 'DescribeServices', this.withVariables(given, given)).replace(
        ' describe-services',
        ' wait services-stable',
      ),
    )
  }

  private command({ service, operation, input, output }: ScriptEntry, later: readonly ScriptEntry[]): void {
    const given = (input ?? {}) as Input
    const line = this.printed(service, operation, this.withVariables(given, given))
    const capture = MAKES.test(operation) && output !== undefined ? this.captureFor(output, later) : null
    this.lines.push(capture ? this.assigned(capture.name, line, capture.query) : line)
  }

  /** The first id of an answer that a later command uses and nothing has captured yet. */
  private captureFor(output: unknown, later: readonly ScriptEntry[]): { name: string; query: string } | null {
    const used: string[] = []
    for (const { service, input } of later) {
      if (service === 'playground') continue
      mapTexts(input, (text, member) => {
        if (isMadeUp(text) && shortForm(text, member) === null && !this.variables.has(text)) used.push(text)
        return text
      })
    }
    for (const id of used) {
      const found = pathOf(output, id)
      if (found) return { name: this.declare(id, variableName(found.member)), query: found.path }
    }
    return null
  }

  private declare(id: string, wanted: string): string {
    let name = wanted
    for (let n = 2; this.names.has(name); n++) name = `${wanted}_${n}`
    this.names.add(name)
    this.variables.set(id, name)
    return name
  }

  private assigned(name: string, line: string, query: string): string {
    return `${name}=$(${line} --query ${quote(query)} --output text)`
  }

  /** The input with marks in the place of ids; lookups that they need are written first. */
  private withVariables(value: unknown, command: Input): Input {
    return mapTexts(value, (text, member) => {
      if (!isMadeUp(text)) return text
      const short = shortForm(text, member)
      if (short !== null) return short
      const name = this.variables.get(text) ?? this.lookedUp(text, member, command)
      return `${this.mark}${this.marked.push(name) - 1}__`
    }) as Input
  }

  private lookedUp(id: string, member: string, { cluster }: Input): string {
    const lookup: Lookup | null = lookupOf(id, member, {
      world: this.options.world ?? {},
      cluster: typeof cluster === 'string' ? (arnParts(cluster)[1] ?? cluster) : 'default',
      nextOf: (kind) => {
        const n = this.counts.get(kind) ?? 0
        this.counts.set(kind, n + 1)
        return n
      },
    })
    if (!lookup) {
      const name = this.declare(id, variableName(member))
      this.own.push(`${name}=${quote(id)}`)
      return name
    }
    const line = this.printed(lookup.service, lookup.operation, this.withVariables(lookup.input, {}))
    const name = this.declare(id, lookup.variable)
    this.lines.push(this.assigned(name, line, lookup.query))
    return name
  }

  /** The line of a command, each mark replaced by its variable in the quotes it needs. */
  private printed(service: string, operation: string, input: Input): string {
    const line = printCommand(service, operation, input)
    let out = ''
    let quoted = false
    for (let i = 0; i < line.length; i++) {
      const char = line[i] as string
      if (line.startsWith(this.mark, i)) {
        const [whole = '', n = ''] = /^_+[A-Z]+(\d+)__/.exec(line.slice(i, i + 40)) ?? []
        const variable = `"$${this.marked[Number(n)]}"`
        out += quoted ? `'${variable}'` : variable
        i += whole.length - 1
        continue
      }
      if (char === '\\' && !quoted) out += char + (line[++i] ?? '')
      else {
        if (char === "'") quoted = !quoted
        out += char
      }
    }
    return out
  }
}

/** Names that do as well as ARNs and mean the same on every account. */
function shortForm(text: string, member: string): string | null {
  const [kind, first, second] = arnParts(text)
  if (kind === 'cluster' && /^clusters?$/.test(member)) return first ?? null
  if (kind === 'task-definition' && /^taskDefinitions?$/.test(member)) return first ?? null
  if (kind === 'service' && /^services?$/.test(member)) return second ?? null
  return null
}

const commented = (text: string): string[] => text.split('\n').map((line) => `# ${line}`)
