import { describe, expect, it } from 'vitest'
import { stopStory } from './stop-story'

describe('stopStory', () => {
  it('is null for a task that nothing stops', () => {
    expect(stopStory({ lastStatus: 'RUNNING', containers: [{ name: 'app' }] })).toBeNull()
  })
  it('D-118 D-127 explains an exit code and keeps AWS words by member', () => {
    const story = stopStory({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [
        { name: 'log', exitCode: 0 },
        { name: 'app', exitCode: 139 },
      ],
    })
    expect(story?.plain).toBe(
      'Container app ended with exit code 139: it crashed (SIGSEGV). It is essential, so the whole task stopped.',
    )
    expect(story?.aws).toEqual([
      { member: 'stopCode', text: 'EssentialContainerExited' },
      { member: 'stoppedReason', text: 'Essential container in task exited' },
      { member: 'log exitCode', text: '0' },
      { member: 'app exitCode', text: '139' },
    ])
  })
  it('D-120 finds memory in the container, not in the task', () => {
    const reason = 'OutOfMemoryError: Container killed due to memory usage'
    expect(
      stopStory({
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [{ name: 'app', exitCode: 137, reason }],
      })?.plain,
    ).toBe('Container app used more memory than its limit and was killed.')
  })
  it.each([
    ['TaskFailedToStart', 'Task failed to start', 'CannotPullContainerError: no', /could not be pulled/],
    ['UserInitiated', 'Task stopped by user', '', /StopTask/],
    ['UserInitiated', 'Container instance deregistration forced by user', '', /deregistered/],
    ['ServiceSchedulerInitiated', 'Scaling activity initiated by (deployment ecs-svc/1)', '', /newer revision/],
    ['ServiceSchedulerInitiated', 'Task failed ELB health checks in (target-group arn)', '', /load balancer/],
    ['ServiceSchedulerInitiated', 'Task failed container health checks', '', /container health check/],
    ['TerminationNotice', 'Host EC2 (instance i-1) terminated.', '', /terminated/],
    ['TerminationNotice', 'Host EC2 (instance i-1) stopped.', '', /was stopped/],
    ['SpotInterruption', 'Your Spot Task was interrupted.', '', /Spot/],
  ])('D-119 %s, %s', (stopCode, stoppedReason, reason, expected) => {
    expect(stopStory({ stopCode, stoppedReason, containers: [{ name: 'app', reason }] })?.plain).toMatch(expected)
  })
})
