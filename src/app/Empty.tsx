/** An empty workspace says what to do first. */
import { createCluster, perform } from '../actions'
import { Button } from '../ui'

export function Empty() {
  return (
    <div className="absolute inset-0 z-10 flex flex-col items-center justify-center gap-3">
      <p className="text-20">No cluster yet</p>
      <Button variant="primary" size="large" onClick={() => void perform(createCluster, { clusterName: 'demo' })}>
        Create cluster
      </Button>
    </div>
  )
}
