/** The command line over the model that the worker has; made once, when it is first wanted. */
import type { Cli } from '../cli'
import { loadCli, loadOutputs, loadQuery, loadYaml } from '../cli'
import { client } from '../worker'

let made: Promise<Cli> | null = null

async function make(): Promise<Cli> {
  const [{ createCli }, { withOutputs }, inputs] = await Promise.all([loadCli(), loadOutputs(), client.apiModel()])
  return createCli(withOutputs(inputs), { parts: { query: loadQuery, yaml: loadYaml } })
}

/** Rejects when a part cannot be loaded; the next call tries again. */
export function theCli(): Promise<Cli> {
  made ??= make().catch((error) => {
    made = null
    throw error
  })
  return made
}
