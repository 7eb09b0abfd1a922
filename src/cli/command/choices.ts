/** Refusals in the form of the AWS CLI, with what may have been meant. */
import { closest } from '../../engine'
import type { Place } from '../error'
import { CliError } from '../error'

/** `argument operation: Invalid choice, valid choices are:` and the choices in two columns. */
export function invalidChoice(
  program: string,
  argument: string,
  given: string,
  choices: readonly string[],
  place: Place,
): CliError {
  const rows: string[] = []
  for (let i = 0; i < choices.length; i += 2) {
    rows.push(
      choices
        .slice(i, i + 2)
        .map((choice) => choice.padEnd(40))
        .join(' | ')
        .trimEnd(),
    )
  }
  const near = closest(given, choices) ?? choices.find((choice) => given.length > 2 && choice.startsWith(given))
  const meant = near ? `\n\nInvalid choice: '${given}', maybe you meant:\n\n  * ${near}` : ''
  return new CliError(
    `${program}: error: argument ${argument}: Invalid choice, valid choices are:\n\n${rows.join('\n')}${meant}`,
    place,
  )
}

/** Flags that the operation does not have. */
export function unknownOptions(given: readonly string[], known: readonly string[], place: Place): CliError {
  const first = given[0] ?? ''
  const name = first.replace(/^-+|=.*$/gs, '')
  const near = closest(name, known) ?? known.find((flag) => name.length > 2 && flag.startsWith(name))
  const meant = near ? `\n\nUnknown option: '${first.slice(0, 80)}', maybe you meant:\n\n  * --${near}` : ''
  const list = given.slice(0, 10).map((text) => text.slice(0, 80))
  return new CliError(`Unknown options: ${list.join(', ')}${meant}`, place)
}
