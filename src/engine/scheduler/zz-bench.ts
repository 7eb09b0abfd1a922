import { decidePlacement, placeOnInstance } from '/work/main/src/engine/scheduler/index.ts'
import { ask, cluster, instance, settleOn, occupy } from '/work/main/src/engine/scheduler/testing.ts'
const req = ['ecs.capability.task-eni','ecs.a','ecs.b','ecs.c','ecs.d','ecs.e']
function run(n: number, k: number, decide: boolean, awsvpc = true) {
  const sim = cluster()
  for (let i = 0; i < n; i++) instance(sim, { zone: 'abc'[i % 3] as string, cpuUnits: 1e6, memoryMiB: 1e6, eniLimit: 1000, custom: {'ecs.a':'','ecs.b':'','ecs.c':'','ecs.d':'','ecs.e':''} })
  const request = ask({ cpu: 128, memory: 128, demand: { requiresAttributes: req, awsvpc }, request: { vpcId: 'vpc-1', zones: ['us-east-1a','us-east-1b','us-east-1c'] } })
  let place = 0
  const t0 = performance.now()
  for (let i = 0; i < k; i++) {
    const a = performance.now()
    const r = decide ? decidePlacement(sim, request, 'svc') : placeOnInstance(sim, request)
    place += performance.now() - a
    settleOn(sim, request, r.containerInstanceId as string)
  }
  return `${place.toFixed(1)} ms placing, ${(performance.now() - t0).toFixed(1)} total`
}
function full(n: number, k: number) {
  const sim = cluster()
  for (let i = 0; i < n; i++) occupy(sim, instance(sim, { zone: 'abc'[i % 3] as string }), { cpuUnits: i % 2 ? 2048 : 0, memoryMiB: 3700 })
  const request = ask({})
  const a = performance.now()
  for (let i = 0; i < k; i++) placeOnInstance(sim, request)
  return `${((performance.now() - a) / k).toFixed(3)} ms each`
}
for (let i = 0; i < 3; i++) {
  console.log('1000 on 200:', run(200, 1000, false), '| decided:', run(200, 1000, true))
  console.log('100 on 5000:', run(5000, 100, false), '| decided:', run(5000, 100, true))
  console.log('all refused 5000:', full(5000, 50), '200:', full(200, 500))
}
