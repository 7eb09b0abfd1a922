/**
 * Holds the engine to the same bytes everywhere (the part of it that Biome cannot express; impure globals are in biome.json, and
 * tsconfig.engine.json knows neither DOM nor Node). Prints file:line of each offence and exits 1.
 */
import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { filesUnder, isMain } from './common'

const pureMath = new Set(['floor', 'ceil', 'round', 'trunc', 'min', 'max', 'abs', 'imul'])
const byMachine =
  /^(localeCompare|toLocale\w+|getTimezoneOffset|[gs]et(FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds)|getYear|setYear|toDateString|toTimeString)$/

/** The offences in one file's text, each as "file:line what is wrong". */
export function impurities(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const report = (node: ts.Node, message: string) =>
    found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${message}`)

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return
    if (ts.isBinaryExpression(node) && /^\*\*=?$/.test(node.operatorToken.getText()))
      report(node, '** may differ by machine')
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      report(node, 'dynamic import: the engine is one synchronous program')
    const property = accessed(node)
    if (property !== undefined && byMachine.test(property)) report(node, `${property} differs by machine`)
    if (ts.isIdentifier(node) && node.text === 'Math' && isReference(node)) {
      const name = node.parent && accessed(node.parent, node)
      if (name === undefined || !pureMath.has(name))
        report(node, `of Math only ${[...pureMath].join(', ')} (random choices draw from a named stream of the seed)`)
    }
    if (ts.isIdentifier(node) && node.text === 'Date' && isReference(node)) {
      const { parent } = node
      if (!(ts.isNewExpression(parent) && parent.expression === node && parent.arguments?.length === 1))
        report(node, 'of Date only `new Date(ms)` and toISOString')
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** The name read by `x.name` or `x['name']` (of `object`, when given); undefined for anything else. */
function accessed(node: ts.Node, object?: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && (!object || node.expression === object)) return node.name.text
  if (ts.isElementAccessExpression(node) && (!object || node.expression === object))
    return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined
  return undefined
}

/** Whether an identifier is a use of the global, not the name of a property, a member or an import. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) return parent.name !== node
  return !(ts.isTypeElement(parent) || ts.isClassElement(parent) || ts.isImportSpecifier(parent))
}

/** Files of the engine that run in the page: everything but tests. */
export function engineFiles(): string[] {
  return filesUnder('src/engine').filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
}

if (isMain(import.meta.url)) {
  const files = engineFiles()
  const found = files.flatMap((file) => impurities(file, readFileSync(file, 'utf8')))
  for (const line of found) console.error(line)
  if (found.length > 0) process.exit(1)
  console.log(`engine purity: ${files.length} files, no offence`)
}
