/** Stands in for rare.ts in the built worker (vite.config.ts). */
import type { ApiModelFile } from './compile'

export const RARE_FILES: Record<string, ApiModelFile> = {}
