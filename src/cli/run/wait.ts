/** `aws ecs wait …`: asks, lets simulated time pass, asks again (D-740 … D-742). */
import type { Waiter } from '../command/waiters'
import type { CliPort } from './port'
import { isRefusal, wireCode } from './port'

/** What the waiter ends with: null = success, otherwise the AWS CLI's message for the failure (exit code 255). */
export async function runWaiter(
  service: string,
  waiter: Waiter,
  port: CliPort,
  ask: () => Promise<unknown>,
): Promise<string | null> {
  const failed = (reason: string) => `Waiter ${waiter.name} failed: ${reason}`
  for (let attempt = 1; ; attempt++) {
    let answer: unknown
    try {
      answer = await ask()
    } catch (error) {
      if (!isRefusal(error)) throw error
      return failed(`An error occurred (${wireCode(service, error.name)}): ${error.message}`)
    }
    const met = waiter.acceptors.find((acceptor) => acceptor.matches(answer))
    if (met?.state === 'success') return null
    if (met?.state === 'failure') return failed(`Waiter encountered a terminal failure state: ${met.explanation}`)
    if (attempt >= waiter.maxAttempts) return failed('Max attempts exceeded')
    if (port.stopped?.()) return failed('interrupted')
    await port.wait(waiter.delaySeconds * 1000, waiter.name)
  }
}
