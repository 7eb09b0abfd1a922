/**
 * Shapes of every operation's input, as the AWS packages give them (scripts/generate-api-model.ts) and, for the playground, as
 * design.md §3 does. Those of outputs are with the command line, which alone wants them (src/cli/model). Notation of a member's type in the files: `string`, `boolean`, `timestamp`, `blob`, `document`, `integer`, `long`,
 * `float`, a number with its range (`integer 1..10`), the name of a shape or an enum, `[X]` a list, `{X}` a map with string keys;
 * `!` at the end marks a required member.
 */

import type { ApiModelFile, OperationModel } from './compile'
import { compileModel } from './compile'
import ecs from './ecs.generated.json'
import elbv2 from './elbv2.generated.json'
import { playgroundModel } from './playground'
import { RARE_FILES } from './rare'

export type { ApiModel, ApiModelFile, ModelMember, ModelType, OperationModel, StructureType } from './compile'

/** The model files by service, inputs only: plain data, to be sent to the page and compiled there. */
export const MODEL_FILES: Record<string, ApiModelFile> = {
  ecs: ecs as ApiModelFile,
  elbv2: elbv2 as ApiModelFile,
  playground: playgroundModel,
  ...RARE_FILES,
}

let model = compileModel(MODEL_FILES)

/** Adds files that came late. */
export function addModelFiles(files: Record<string, ApiModelFile>): void {
  Object.assign(MODEL_FILES, files)
  model = compileModel(MODEL_FILES)
}

/** Those whose model came late too. */
export const modelledServices = (): readonly string[] => model.services

/** The operations of a service that the model knows, in the order of the files; none for an unknown service. */
export const modelledOperations = (service: string): string[] => model.operations(service)

/** Input of an operation (the output is left empty); undefined when the model does not know it. */
export const operationModel = (service: string, operation: string): OperationModel | undefined =>
  model.operation(service, operation)
