/** The largest instance of the world, that all capacity bars are drawn to scale with. */
import { listOf, onFrame } from '../store'

let scale = { cpuUnits: 1, memoryMiB: 1 }
let stale = true
onFrame((frame) => {
  if (frame.idsChanged.has('instances')) stale = true
})

export function capacityScale(): { cpuUnits: number; memoryMiB: number } {
  if (stale) {
    stale = false
    scale = { cpuUnits: 1, memoryMiB: 1 }
    for (const { cpuUnits, memoryMiB } of listOf('instances')) {
      scale.cpuUnits = Math.max(scale.cpuUnits, cpuUnits.total)
      scale.memoryMiB = Math.max(scale.memoryMiB, memoryMiB.total)
    }
  }
  return scale
}
