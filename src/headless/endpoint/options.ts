/** The flags of `npm run endpoint` (design.md §7). */
import { parseArgs } from 'node:util'

/** Simulated seconds per second; 0 stands still and moves by `/_playground/advance` alone. */
export type Speed = 0 | 1 | 60 | 'max'

export interface EndpointFlags {
  port: number
  speed: Speed
  scenario?: string
}

export const USAGE = `usage: npm run endpoint -- [--port 4566] [--scenario FILE] [--speed 0|1|60|max]
  --port      TCP port on 127.0.0.1; 0 takes a free one
  --scenario  an ecs-playground/1 file: its run is where us-east-1 starts
  --speed     simulated seconds per second (default 1); max: up to an hour per second while requests come;
              0: time moves by POST /_playground/advance {"ms": n} alone`

const SPEEDS: Record<string, Speed> = { 0: 0, 1: 1, 60: 60, max: 'max' }

/** The flags with their defaults, or what is wrong with them. */
export function parseOptions(args: readonly string[]): EndpointFlags | { problem: string } {
  let values: { port?: string; scenario?: string; speed?: string }
  try {
    const text = { type: 'string' } as const
    values = parseArgs({ args: [...args], options: { port: text, scenario: text, speed: text } }).values
  } catch (error) {
    return { problem: (error as Error).message }
  }
  const { port = '4566', scenario, speed: word = '1' } = values
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return { problem: `--port takes 0 to 65535, not '${port}'` }
  const speed = Object.hasOwn(SPEEDS, word) ? SPEEDS[word] : undefined
  if (speed === undefined) return { problem: `--speed takes 0, 1, 60 or max, not '${word}'` }
  return { port: Number(port), speed, ...(scenario === undefined ? {} : { scenario }) }
}
