/**
 * A registry that lacks some platforms' packages makes npm write a lock file with holes, which `npm ci` refuses elsewhere. Every optional
 * dependency named by a package of package-lock.json must therefore have an entry in it; and versions in package.json are exact.
 */
import { readFileSync } from 'node:fs'
import { isMain } from './common'

interface Lock {
  packages: Record<string, { optionalDependencies?: Record<string, string> }>
}

/** The optional dependencies that a lock file names but does not hold, each as "package → dependency". */
export function holes({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !placesToLook(path).some((folder) => packages[`${folder}node_modules/${name}`]))
      .map((name) => `${path || 'package.json'} → ${name}`),
  )
}

/** Where Node would look from a package: its own folder, then each package around it, then the root. */
function placesToLook(path: string): string[] {
  const parts = path === '' ? [] : path.split(/\/?node_modules\//).slice(1)
  return [...parts.keys(), parts.length].map((n) =>
    parts
      .slice(0, n)
      .map((part) => `node_modules/${part}/`)
      .join(''),
  )
}

/** The dependencies of package.json whose version is a range, each as "name range". */
export function ranges(manifest: Record<string, Record<string, string> | undefined>): string[] {
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} ${version}`)
}

if (isMain(import.meta.url)) {
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
  const problems = [
    ...holes(read('package-lock.json')).map((hole) => `package-lock.json has a hole: ${hole}`),
    ...ranges(read('package.json')).map((range) => `package.json: not an exact version: ${range}`),
  ]
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exit(1)
  console.log('lock file: whole')
}
