import { expect, it } from 'vitest'
import { containerFacts } from './containers'

it('tells who is essential, who waits for whom, and how health is checked', () => {
  const facts = containerFacts({
    containerDefinitions: [
      {
        name: 'web',
        dependsOn: [
          { containerName: 'db', condition: 'HEALTHY' },
          { containerName: 'init', condition: 'SUCCESS' },
          { containerName: 'db', condition: 'START' },
        ],
      },
      {
        name: 'db',
        startTimeout: 60,
        essential: false,
        healthCheck: { command: ['CMD', 'true'], interval: 5, startPeriod: 20 },
      },
    ],
  })
  expect(facts.get('web')).toEqual({
    essential: true,
    waits: [
      'waits until db is HEALTHY, for 60 s at most',
      'waits until init has ended with exit code 0',
      'waits until db has started',
    ],
    check: null,
  })
  expect(facts.get('db')).toEqual({
    essential: false,
    waits: [],
    check: 'health check every 5 s, UNHEALTHY after 3 failures in a row, failures of the first 20 s do not count',
  })
  expect(containerFacts({}).size).toBe(0)
})
