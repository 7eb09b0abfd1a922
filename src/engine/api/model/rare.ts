/** The model of services whose operations are all rare (api/rare.ts); the built worker starts without it (rare-late.ts). */
import cloudwatch from './cloudwatch.generated.json'
import type { ApiModelFile } from './compile'
import ec2 from './ec2.generated.json'

export const RARE_FILES: Record<string, ApiModelFile> = {
  ec2: ec2 as ApiModelFile,
  cloudwatch: cloudwatch as ApiModelFile,
}
