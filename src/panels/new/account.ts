/** What the forms of "New" choose from: networks, zones and task definitions of the account. */
import { useEffect, useState } from 'react'
import type { ContainerPort } from '../../actions'
import { firstPort } from '../../actions'
import { client } from '../../worker'

export interface Definition {
  /** `web:3` */
  name: string
  awsvpc: boolean
  fargate: boolean
  port: ContainerPort | null
}

export interface Account {
  vpcId: string
  subnets: string[]
  /** The default security group, if there is one. */
  securityGroups: string[]
  zones: string[]
  /** ACTIVE ones, the newest first. */
  definitions: Definition[]
}

type Row = Record<string, unknown>

const includes = (list: unknown, value: string): boolean => Array.isArray(list) && list.includes(value)

/** Reads the tables of the world document. */
export function accountOf(world: Readonly<Record<string, unknown>>): Account {
  const rows = (table: string): Row[] => (Array.isArray(world[table]) ? (world[table] as Row[]) : [])
  const vpc = rows('vpcs').find(({ IsDefault }) => IsDefault === true) ?? rows('vpcs')[0]
  const subnets = rows('subnets').filter(({ VpcId }) => VpcId === vpc?.VpcId)
  const groups = rows('securityGroups').filter(
    ({ VpcId, GroupName }) => VpcId === vpc?.VpcId && GroupName === 'default',
  )
  return {
    vpcId: String(vpc?.VpcId ?? ''),
    subnets: subnets.map(({ SubnetId }) => String(SubnetId)),
    securityGroups: groups.slice(0, 1).map(({ GroupId }) => String(GroupId)),
    zones: [...new Set(subnets.map(({ AvailabilityZone }) => String(AvailabilityZone)))],
    definitions: rows('taskDefinitions')
      .filter(({ status }) => status === 'ACTIVE')
      .reverse()
      .map((row) => ({
        name: `${row.family}:${row.revision}`,
        awsvpc: row.networkMode === 'awsvpc',
        fargate: includes(row.requiresCompatibilities, 'FARGATE') || includes(row.compatibilities, 'FARGATE'),
        port: firstPort(row),
      })),
  }
}

const TABLES = ['vpcs', 'subnets', 'securityGroups', 'taskDefinitions']

/** The account as it is when the form opens; null while it is being asked. */
export function useAccount(): Account | null {
  const [account, setAccount] = useState<Account | null>(null)
  useEffect(() => {
    let stale = false
    const take = (world: unknown) => {
      if (!stale) setAccount(accountOf((world ?? {}) as Row))
    }
    // Without the worker there is nothing to choose from; sending will say so.
    client.world(TABLES).then(take, () => take({}))
    return () => {
      stale = true
    }
  }, [])
  return account
}

/** `base`, or `base-2`, `base-3` … when it is taken. */
export function freeName(base: string, taken: Iterable<string>): string {
  const names = new Set(taken)
  let name = base
  for (let n = 2; names.has(name); n++) name = `${base}-${n}`
  return name
}
