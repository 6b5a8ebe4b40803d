/**
 * The frame of the public API. A feature's `api.ts` makes routes with `operation()` and hangs them
 * on `newApi()`; `src/api.ts` collects them. An operation without a grant cannot be written.
 */
import { createRoute, OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import type { KeyScope } from '../scope/scope.ts'
import { invalidInput, problem, problemSchema } from './problem.ts'

export interface ApiEnv {
	Variables: { scope: KeyScope; country: string }
}
export type Grant = `${string}:${'read' | 'write'}`

export function newApi<E extends ApiEnv = ApiEnv>(): OpenAPIHono<E> {
	return new OpenAPIHono<E>({
		defaultHook: (result) => {
			if (!result.success) return invalidInput(result.error)
		},
	})
}

const problems = { content: { 'application/problem+json': { schema: problemSchema } } }
const standard = {
	401: { description: 'No or unknown API key', ...problems },
	403: { description: 'The key lacks the scope', ...problems },
	429: { description: 'Too many requests; see Retry-After', ...problems },
	503: { description: 'Not available for a moment; see Retry-After', ...problems },
}
const forInput = { 400: { description: 'Malformed', ...problems }, 422: { description: 'Invalid input', ...problems } }
const forRecord = { 404: { description: 'Unknown, or not yours', ...problems } }

/**
 * One operation with its gate: the scope that the key must carry. Adds the standard problems to the
 * documentation: 400/422 where there is input, 404 where the path names a record.
 */
export function operation<const R extends Omit<RouteConfig, 'security' | 'middleware'> & { grant: Grant }>(config: R) {
	const { grant, ...route } = config
	return createRoute({
		...route,
		security: [{ key: [grant] }],
		middleware: requireGrant(grant),
		responses: {
			...standard,
			...(route.request ? forInput : {}),
			...(route.path.includes('{') ? forRecord : {}),
			...route.responses,
		},
	} as Omit<R, 'grant'>)
}

function requireGrant(grant: Grant) {
	return async (c: { get(key: 'scope'): KeyScope }, next: () => Promise<void>): Promise<Response | undefined> => {
		if (!c.get('scope').grants.includes(grant)) return problem(403, { detail: `This key lacks the scope ${grant}.` })
		await next()
		return undefined
	}
}

/** Query of every list: `limit` (1–200, 50 if left out) and the opaque `cursor` of the page before. */
export const listQuery = {
	limit: z.coerce
		.number({ error: 'number_expected' })
		.int()
		.min(1, { error: 'out_of_range' })
		.max(200, { error: 'out_of_range' })
		.default(50)
		.openapi({ example: 50 }),
	cursor: z.string().max(1000).optional(),
}

/** `{ data, nextCursor }` of a list of records. */
export function listOf<T extends z.ZodType>(record: T) {
	return z.object({ data: z.array(record), nextCursor: z.string().nullable() })
}

export function json<T extends z.ZodType>(schema: T, description: string) {
	return { description, content: { 'application/json': { schema } } }
}

export function body<T extends z.ZodType>(schema: T) {
	return { required: true, content: { 'application/json': { schema } } }
}

export const idParam = z.object({ id: z.string() })
export const externalIdParam = z.object({ externalId: z.string().min(1).max(200) })

/** RFC 3339 in UTC, as every time in the API. */
export function time(value: Date): string
export function time(value: Date | null): string | null
export function time(value: Date | null): string | null {
	return value ? value.toISOString() : null
}
