/** The OpenAPI document in the shape that the page over it shows: operations by resource, with their fields. */
import { apiDocument } from './api.ts'

export interface FieldRow {
	name: string
	type: string
	required: boolean
	where: 'path' | 'query' | 'body' | 'answer'
	description: string
}
export interface OperationRow {
	id: string
	method: string
	path: string
	summary: string
	grant: string
	fields: FieldRow[]
	answers: { status: string; description: string }[]
}

type Json = Record<string, unknown>

/** All operations by tag, in the order in which the features define them. */
export function describeApi(): { tag: string; operations: OperationRow[] }[] {
	const document: Json = JSON.parse(JSON.stringify(apiDocument()))
	const groups = new Map<string, OperationRow[]>()
	for (const [path, methods] of Object.entries(record(document.paths))) {
		for (const [method, operation] of Object.entries(record(methods))) {
			const row = describe(document, path, method, record(operation))
			const tag = String(list(record(operation).tags)[0] ?? 'other')
			groups.set(tag, [...(groups.get(tag) ?? []), row])
		}
	}
	return [...groups].map(([tag, operations]) => ({ tag, operations }))
}

function describe(document: Json, path: string, method: string, operation: Json): OperationRow {
	const parameters = list(operation.parameters).map((one) => {
		const { name, schema, required, description, in: where } = record(one)
		return {
			name: String(name),
			type: typeOf(document, schema),
			required: Boolean(required),
			where: where as 'path' | 'query',
			description: text(description),
		}
	})
	return {
		id: `${method}-${path}`.replace(/[^a-z0-9]+/gi, '-').toLowerCase(),
		method: method.toUpperCase(),
		path,
		summary: text(operation.summary),
		grant: list(operation.security)
			.flatMap((one) => Object.values(record(one)).flatMap(list))
			.map(String)
			.join(' '),
		fields: [
			...parameters,
			...bodyFields(document, operation.requestBody, 'body'),
			...answerFields(document, operation),
		],
		answers: Object.entries(record(operation.responses)).map(([status, answer]) => ({
			status,
			description: text(record(answer).description),
		})),
	}
}

function answerFields(document: Json, operation: Json): FieldRow[] {
	const good = Object.entries(record(operation.responses)).find(([status]) => status.startsWith('2'))
	return good ? bodyFields(document, good[1], 'answer') : []
}

function bodyFields(document: Json, body: unknown, where: 'body' | 'answer'): FieldRow[] {
	const [content] = Object.values(record(record(body).content))
	const schema = resolve(document, record(content).schema)
	const required = list(schema.required)
	return Object.entries(record(schema.properties)).map(([name, value]) => ({
		name,
		type: typeOf(document, value),
		required: required.includes(name),
		where,
		description: text(resolve(document, value).description),
	}))
}

function typeOf(document: Json, schema: unknown): string {
	const { type, enum: values, items, format, properties, anyOf } = resolve(document, schema)
	if (values) return list(values).map(String).join(' | ')
	if (anyOf)
		return list(anyOf)
			.map((one) => typeOf(document, one))
			.join(' | ')
	if (items) return `${typeOf(document, items)}[]`
	if (properties) return `{ ${Object.keys(record(properties)).join(', ')} }`
	const named = [type].flat().map(String).join(' | ')
	return format ? `${named} (${String(format)})` : named === 'undefined' ? 'any' : named
}

function resolve(document: Json, schema: unknown): Json {
	const { $ref } = record(schema)
	if (typeof $ref !== 'string') return record(schema)
	return $ref
		.slice(2)
		.split('/')
		.reduce<Json>((at, key) => record(at[key]), document)
}

const record = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
