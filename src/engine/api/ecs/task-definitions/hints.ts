/**
 * The teaching sentence of each problem, by its key. Kept apart from the checks: only the editor's check reads them, and
 * the worker is small without them (budgets.md).
 */
export const HINTS: Readonly<Record<string, string>> = {
  'basics-1':
    'Give the task CPU in units like "256" (1024 make one vCPU), or as vCPUs like "0.25 vCPU"; outside Fargate from 128 to 196608 units.',
  'basics-2': 'Give the task memory in MiB like "512", or in gigabytes like "0.5 GB".',
  'basics-3': 'The family is the name that all revisions of this definition share.',
  'basics-4': 'Use up to 255 letters, digits, underscores and hyphens; no spaces or dots.',
  'basics-5': 'A task runs at least one container.',
  'basics-6': 'A task holds at most ten containers; split it into two services.',
  'basics-7': 'The image is what the container runs, for example nginx:1.27.',
  'basics-8':
    'An image is registry/repository:tag, or ends in @sha256: and 64 hexadecimal digits; blanks, $ and braces (unfilled placeholders) are not allowed.',
  'basics-9': 'The name is how load balancers, overrides and other containers refer to this one.',
  'basics-10': 'Use up to 255 letters, digits, underscores and hyphens.',
  'basics-11': 'Two containers of one task cannot share a name: rename one of them.',
  'basics-12':
    'The task ends when an essential container ends, so at least one must be essential (that is the default).',
  'basics-13':
    'A Fargate task has no instance whose ports it could borrow: it gets a network interface of its own, which is what awsvpc means.',
  'basics-14': 'A resource carries at most 50 tags.',
  'compatibility-1':
    'An external instance stands outside the VPC, so there are no network interfaces to give to its tasks.',
  'compatibility-2': 'EFS is reachable from within a VPC only.',
  'compatibility-3': 'Ask for whole GPUs on external instances.',
  'compatibility-4': 'Managed Instances run Linux.',
  'compatibility-5':
    'AWS owns these instances and keeps no Docker bridge on them: use awsvpc, or host. Left away it means bridge, unless MANAGED_INSTANCES is all that is listed.',
  'compatibility-6': 'At most ten constraints; several conditions can be joined by "and" in one expression.',
  'compatibility-7':
    'A constraint is written in the cluster query language, for example attribute:ecs.instance-type =~ t3\\..*',
  'compatibility-8': 'Sharing process and memory namespaces is a matter of the Linux kernel.',
  'compatibility-9': 'ECS runs Windows on X86_64 only.',
  'compatibility-10': 'The proxy is itself a container of the task; name that one.',
  'compatibility-11': 'The proxy redirects the traffic of the task’s own network interface, which only awsvpc gives.',
  'compatibility-12': 'Elastic Inference ended on 15 April 2023.',
  'compatibility-13': 'A container gets all Neuron devices of a managed instance, or none.',
  'compatibility-14': 'Write the number of GPUs as text, like "1", or ALL.',
  'compatibility-15': 'The one that asks takes all devices.',
  'compatibility-16': 'Elastic Inference ended on 15 April 2023; remove the member.',
  'environment-1':
    'The secret is read before the container starts, by the agent and not by your program; it uses the task execution role.',
  'environment-2': 'A secret becomes an environment variable of that name, and a variable has one value.',
  'environment-3': 'Ten files per container is a fixed limit; join some of them.',
  'environment-4': 'Name the file by the ARN of its S3 object: arn:aws:s3:::bucket/path/name.env.',
  'environment-5': 'ECS reads only objects whose name ends in .env.',
  'environment-6':
    'This is the ARN of something else than an IAM role; a role reads arn:aws:iam::123456789012:role/name.',
  'fargate-1': 'Fargate builds a machine for each task and must know how large; containers may divide it further.',
  'fargate-2':
    'A private ECR image is pulled with the rights of the task execution role, since there is no instance role on Fargate.',
  'fargate-3': 'On Fargate there are no instances to choose among; the subnets say in which zones tasks run.',
  'fargate-4': 'The containers of a task may see each other’s processes, but not those of the machine that AWS runs.',
  'fargate-5': 'A privileged container has root’s power over the machine, and on Fargate the machine is not yours.',
  'fargate-6': 'GPUs come with EC2 instance types, or with ECS Managed Instances.',
  'fargate-7': 'Only SYS_PTRACE (for debuggers and tracers) can be added on Fargate; dropping is always possible.',
  'fargate-8': 'Fargate runs Windows Server 2019, 2022 and 2025.',
  'fargate-9': 'FSx for Windows is mounted by Windows instances only.',
  'fargate-10': 'EFS speaks NFS, which Windows tasks on Fargate cannot mount.',
  'lifecycle-1': 'Containers of an awsvpc task reach each other on 127.0.0.1, so they need no links.',
  'lifecycle-2': 'Links are an alias on the Docker bridge, which only bridge mode has.',
  'lifecycle-3': 'A link is written name or name:alias.',
  'lifecycle-4': 'A link names another container of the same task definition.',
  'lifecycle-5': 'A linked container starts first; in a circle none of them could.',
  'lifecycle-6': 'dependsOn names another container of this definition.',
  'lifecycle-7': 'Each of these containers waits for the next one; in a circle none of them could start.',
  'lifecycle-8':
    'The command is what ECS runs inside the container to ask whether it is well, for example ["CMD-SHELL", "curl -f http://localhost/ || exit 1"].',
  'lifecycle-9':
    'The container is restarted only if it had run for this many seconds, so that a broken one does not spin.',
  'lifecycle-10': 'Exit codes listed here do not lead to a restart; at most 50 can be listed.',
  'lifecycle-11': 'The figure is in seconds, and less than 2 leaves no time for anything.',
  'lifecycle-12': 'Fargate waits two minutes at most; 120 itself is accepted, whatever the text says.',
  'logging-1': 'CloudWatch Logs needs to know where the lines go: a Region and a log group in it.',
  'logging-2': 'Both say where a message of several lines begins; keep one of them.',
  'logging-3':
    'Without a prefix the stream would be named after the Docker container id, which on Fargate nobody ever sees.',
  'logging-4': 'On Fargate no instance role can write the logs; the task execution role does it.',
  'logging-5': 'Drivers that write to the instance make no sense on Fargate, where there is none to look at.',
  'logging-6': 'The log driver decides where the output of the container goes.',
  'logging-7':
    'FireLens hands the lines to a log router that runs as a container of the same task; add one with firelensConfiguration.',
  'logging-8': 'A task has one log router, which serves all its containers.',
  'logging-9': 'A log router without anybody who sends it lines is most likely a mistake.',
  'logging-10': 'On Fargate put the configuration file into the image of the router instead.',
  'ports-1': 'A mapping is either one port or a range; ECS finds the host ports of a range itself.',
  'ports-2': 'A range is written "8000-8010", lower port first, and works in bridge and awsvpc mode.',
  'ports-3': 'containerPort is the port the program listens on, from 1 to 65535.',
  'ports-4': 'hostPort is a port of the instance, from 1 to 65535, or 0 for one that is free when the task starts.',
  'ports-5':
    'In this mode nothing translates ports: what the program listens on is what others connect to. Leave hostPort away.',
  'ports-6': 'ECS publishes a port of a container for tcp or for udp, not for both.',
  'ports-7': 'The containers of an awsvpc task share one network interface, so each port exists once in the task.',
  'ports-8': 'An instance has each port once; two containers of a task cannot both take it. Port 0 takes a free one.',
  'ports-9': 'Use up to 64 lower-case letters, digits, underscores and hyphens, and do not begin with a hyphen.',
  'ports-10': 'Service Connect finds a port by this name, so it must be the only one of its name in the task.',
  'ports-11': 'Only Service Connect reads appProtocol, and it finds the mapping by its name.',
  'ports-12': 'With network mode none the containers have no network at all, so there is nothing to map.',
  'ports-13': 'The ranges of a container must not overlap, and it may have at most 100 of them.',
  'ports-14':
    'In awsvpc mode name resolution and network belong to the network interface of the task, not to a single container.',
  'sizes-1':
    'Without a memory size of the whole task, ECS must learn from each container how much memory to set aside for it.',
  'sizes-2': 'The figure is in MiB, and a container cannot start with less than 4.',
  'sizes-3':
    'memory is the hard limit at which the container is killed, memoryReservation the part set aside for it: the limit cannot be the smaller of the two.',
  'sizes-4': 'The task is the box that all its containers share; none may be larger than the box.',
  'sizes-5': 'What the containers reserve together must fit into the memory of the task.',
  'sizes-6': 'CPU units are 0 or more; 1024 of them are one vCPU.',
  'sizes-7':
    'The containers divide the CPU of the task among themselves; together they cannot have more than there is.',
  'sizes-8': 'On an instance the disk belongs to the instance; only Fargate sizes it per task.',
  'sizes-9': 'Every Fargate task has 20 GiB; leave the member away for that, or ask for 21 to 200.',
  'volumes-1': 'A mount point names a volume that the definition lists under volumes.',
  'volumes-2': 'volumesFrom takes over the mounts of another container of the same task.',
  'volumes-3': 'The soft limit is in force, the hard limit is how far it may be raised.',
  'volumes-4': 'On Fargate only the number of open files (nofile) can be set.',
  'volumes-5': 'The access point already says which directory is shown.',
  'volumes-6': 'The proof of identity travels inside the encrypted connection: set transitEncryption to ENABLED.',
  'volumes-7': 'Containers refer to a volume by its name.',
  'volumes-8': 'Use up to 255 letters, digits, underscores and hyphens.',
  'volumes-9': 'A mount point could not tell two volumes of one name apart.',
  'volumes-10': 'A volume is of one kind; make two volumes if you need both.',
  'volumes-11': 'A volume of scope task is always made and removed with its task.',
  'volumes-12': 'A task can have one EBS volume, whose size is given when the task is launched.',
  'validate-1': 'A definition may have 64 KiB as JSON; keep long configuration in files or secrets.',
}
