/** Definitions to start from. Each shows one thing that behaves differently in the picture. */
export interface Example {
  id: string
  label: string
  hint: string
  definition: unknown
}

const web = (name: string, image: string, port: number, more: object = {}) => ({
  name,
  image,
  essential: true,
  portMappings: [{ containerPort: port }],
  ...more,
})

export const SKELETON = {
  family: 'web',
  containerDefinitions: [{ name: 'web', image: 'shop:1', memory: 512, portMappings: [{ containerPort: 80 }] }],
}

export const EXAMPLES: readonly Example[] = [
  {
    id: 'dynamic',
    label: 'Web server, dynamic host port',
    hint: 'bridge: several tasks share one instance',
    definition: {
      family: 'web',
      networkMode: 'bridge',
      containerDefinitions: [
        web('web', 'shop:1', 80, { cpu: 256, memory: 512, portMappings: [{ containerPort: 80, hostPort: 0 }] }),
      ],
    },
  },
  {
    id: 'static',
    label: 'Web server, host port 80',
    hint: 'one task per instance; a rolling update can lock',
    definition: {
      family: 'web-80',
      networkMode: 'bridge',
      containerDefinitions: [
        web('web', 'shop:1', 80, { cpu: 256, memory: 512, portMappings: [{ containerPort: 80, hostPort: 80 }] }),
      ],
    },
  },
  {
    id: 'awsvpc',
    label: 'Web server with an address of its own',
    hint: 'awsvpc: each task takes a network interface',
    definition: {
      family: 'web-vpc',
      networkMode: 'awsvpc',
      containerDefinitions: [web('web', 'shop:1', 80, { cpu: 256, memory: 512 })],
    },
  },
  {
    id: 'fargate',
    label: 'Fargate, with a log router',
    hint: 'two containers; the router starts first',
    definition: {
      family: 'web-fargate',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '512',
      memory: '1024',
      containerDefinitions: [
        web('web', 'shop:1', 80, { dependsOn: [{ containerName: 'router', condition: 'START' }] }),
        { name: 'router', image: 'log-router:1', essential: false, memoryReservation: 64 },
      ],
    },
  },
  {
    id: 'health',
    label: 'With a container health check',
    hint: 'counted healthy only after the check passed',
    definition: {
      family: 'checked',
      networkMode: 'bridge',
      containerDefinitions: [
        web('web', 'shop:1', 80, {
          cpu: 256,
          memory: 512,
          healthCheck: {
            command: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'],
            interval: 10,
            timeout: 5,
            retries: 3,
            startPeriod: 30,
          },
        }),
      ],
    },
  },
  {
    id: 'worker',
    label: 'Worker without a port',
    hint: 'nothing to reach; healthy once it runs',
    definition: {
      family: 'worker',
      containerDefinitions: [{ name: 'worker', image: 'worker:1', cpu: 128, memory: 256, stopTimeout: 60 }],
    },
  },
]
