/** What fills a layout: a text, a list of inner values, or nothing (false, null, an empty list) for a part left out. */
export type Values = { [name: string]: string | Html | Values | Values[] | null | undefined }

/** Markup made by us; everything else is escaped. */
export class Html {
	readonly markup: string
	constructor(markup: string) {
		this.markup = markup
	}
}

type Node = { text: string } | { value: string } | { section: string; nodes: Node[] }

/**
 * A layout with `{{name}}` for values and `{{#name}}…{{/name}}` for parts that are there once per inner value.
 * A value that is not given is an error: a mail with a hole in it must not leave.
 */
export function compileLayout(layout: string): (values: Values) => string {
	const tokens = layout.split(/(\{\{[^}]+\}\})/)
	const nodes = parse(tokens, null)
	return (values) => fill(nodes, [values])
}

function parse(tokens: string[], open: string | null): Node[] {
	const nodes: Node[] = []
	for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
		const [, mark, name] = /^\{\{([#/]?)([\w.]+)\}\}$/.exec(token) ?? []
		if (name === undefined) nodes.push({ text: token })
		else if (mark === '#') nodes.push({ section: name, nodes: parse(tokens, name) })
		else if (mark === '/' && name === open) return nodes
		else if (mark === '/') throw new Error(`The layout closes ${name}, which is not open`)
		else nodes.push({ value: name })
	}
	if (open) throw new Error(`The layout never closes ${open}`)
	return nodes
}

function fill(nodes: Node[], scopes: Values[]): string {
	return nodes
		.map((node) => {
			if ('text' in node) return node.text
			if ('value' in node) return write(lookUp(node.value, scopes), node.value)
			const inner = lookUp(node.section, scopes) ?? []
			const list = Array.isArray(inner) ? inner : [inner]
			return list.map((values) => fill(node.nodes, [asValues(values, node.section), ...scopes])).join('')
		})
		.join('')
}

function lookUp(name: string, scopes: Values[]) {
	const scope = scopes.find((values) => Object.hasOwn(values, name))
	if (!scope) throw new Error(`The layout needs ${name}`)
	return scope[name]
}

function write(value: Values[string], name: string): string {
	if (value instanceof Html) return value.markup
	if (typeof value === 'string') return escapeHtml(value)
	throw new Error(`The layout needs ${name} as text`)
}

function asValues(value: string | Html | Values, name: string): Values {
	if (typeof value === 'string' || value instanceof Html)
		throw new Error(`The layout needs ${name} as a group of values`)
	return value
}

/** Safe between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
}
