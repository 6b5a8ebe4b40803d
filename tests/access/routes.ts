import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'

const root = join(import.meta.dirname, '../../src/routes')

/** One thing that a request can set off: a load, an action or an endpoint's method. */
export interface Entrance {
	/** The file below src/routes. */
	file: string
	/** `/office/accounts/[id]`, as it stands in the address. */
	path: string
	kind: 'page' | 'layout' | 'endpoint'
	/** `load`, an action's name, or a method. */
	name: string
	/** `client('documents')`, as it stands in its first statement; null where there is none. */
	gate: string | null
}

/** Every entrance of the product, read from the sources: a route of tomorrow is in it without being named here. */
export function entrances(): Entrance[] {
	return filesBelow(root).flatMap((path) => {
		const kind = /\+(page|layout)?\.?server\.ts$/.exec(path)
		if (!kind) return []
		const file = relative(root, path)
		const address = file
			.split('/')
			.slice(0, -1)
			.filter((part) => !part.startsWith('('))
			.join('/')
		const place = { file, path: `/${address}`, kind: (kind[1] ?? 'endpoint') as Entrance['kind'] }
		return handlersOf(path).map((handler) => ({ ...place, ...handler }))
	})
}

function filesBelow(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
		entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
	)
}

const handlerName = /^(load|actions|GET|POST|PUT|PATCH|DELETE|OPTIONS|HEAD|fallback)$/

function handlersOf(path: string): { name: string; gate: string | null }[] {
	const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
	const known = new Map<string, ts.Node>()
	for (const statement of source.statements) {
		if (ts.isFunctionDeclaration(statement) && statement.name) known.set(statement.name.text, statement)
		if (!ts.isVariableStatement(statement)) continue
		for (const { name, initializer } of statement.declarationList.declarations) {
			if (ts.isIdentifier(name) && initializer) known.set(name.text, initializer)
		}
	}
	const gateOf = (node: ts.Node | undefined): string | null => {
		if (node && ts.isIdentifier(node)) return gateOf(known.get(node.text))
		if (node && ts.isSatisfiesExpression(node)) return gateOf(node.expression)
		const body = node && 'body' in node ? (node.body as ts.Node | undefined) : undefined
		const first = body && ts.isBlock(body) ? body.statements[0] : body
		return /\bgate\.(\w+\([^)]*\))/.exec(first?.getText() ?? '')?.[1]?.replace(/\bevent,? ?/, '') ?? null
	}
	return [...known].flatMap(([name, node]) => {
		if (!handlerName.test(name)) return []
		if (name !== 'actions') return [{ name, gate: gateOf(node) }]
		const object = ts.isSatisfiesExpression(node) ? node.expression : node
		if (!ts.isObjectLiteralExpression(object)) return [{ name, gate: null }]
		return object.properties.map((one) => ({
			name: one.name?.getText() ?? '?',
			gate: gateOf(ts.isPropertyAssignment(one) ? one.initializer : ts.isMethodDeclaration(one) ? one : one.name),
		}))
	})
}
