import type { Filter } from '../types'

/** S-17 rank 8. */
export const agent: Filter = {
  name: 'agent',
  rank: 8,
  reason: 'AGENT',
  accepts: (_context, { agentConnected }) => agentConnected,
  detail: () => 'the container agent is not connected',
}
