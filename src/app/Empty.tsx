/** An empty workspace says what to do first. */
import { createCluster, perform, showGallery } from '../actions'
import { Button, Kbd } from '../ui'

export function Empty() {
  return (
    <div className="absolute inset-0 z-10 flex flex-col items-center justify-center gap-3 p-4 text-center">
      <p className="text-20">No cluster yet</p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button variant="primary" size="large" onClick={() => void perform(createCluster, { clusterName: 'demo' })}>
          Create cluster
        </Button>
        <Button size="large" onClick={() => void perform(showGallery)}>
          Open a scenario
        </Button>
      </div>
      <p className="text-ink-2">
        Or type it: <Kbd keys="/" />{' '}
        <code className="font-mono text-13">aws ecs create-cluster --cluster-name demo</code>
      </p>
    </div>
  )
}
