/** Shapes of what operations answer: the part of the API model that only skeletons, paging and the order of members want. */
import type { ApiModelFile } from '../../engine'
import cloudwatch from './cloudwatch.outputs.generated.json'
import ec2 from './ec2.outputs.generated.json'
import ecs from './ecs.outputs.generated.json'
import elbv2 from './elbv2.outputs.generated.json'

const OUTPUTS = { ecs, elbv2, ec2, cloudwatch } as unknown as Record<string, ApiModelFile>

/** The engine's files of inputs with the outputs added: the whole model. */
export function withOutputs(inputs: Readonly<Record<string, ApiModelFile>>): Record<string, ApiModelFile> {
  return Object.fromEntries(
    Object.entries(inputs).map(([service, file]) => {
      const more = OUTPUTS[service]
      if (!more) return [service, file]
      const operations = Object.entries(file.operations).map(([name, [input = '']]) => [
        name,
        [input, more.operations[name]?.[0] ?? ''],
      ])
      return [
        service,
        {
          source: file.source,
          operations: Object.fromEntries(operations),
          shapes: { ...file.shapes, ...more.shapes },
          enums: { ...file.enums, ...more.enums },
        },
      ]
    }),
  )
}
