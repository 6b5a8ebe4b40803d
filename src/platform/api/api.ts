/**
 * The frame of the public API. A feature's `api.ts` makes routes with `operation()` and hangs them
 * on `newApi()`; `src/api.ts` collects them. An operation without a grant cannot be written.
 */
import { createRoute, OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { AccessArea, KeyScope } from '../scope/scope.ts'
import { errorText } from './error-text.ts'
import { invalidInput, problem, problemSchema } from './problem.ts'

export interface ApiEnv {
	Variables: {
		scope: KeyScope
		country: string
		/** Sections of the portal that the company has switched off. */
		off: readonly AccessArea[]
	}
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
 * documentation: 400/422 where there is input, 404 where the path names a record. With `module`, the section of the
 * portal that it serves, it is not there for a company that does without.
 */
export function operation<
	const R extends Omit<RouteConfig, 'security' | 'middleware'> & { grant: Grant; module?: AccessArea },
>(config: R) {
	const { grant, module, ...route } = config
	return createRoute({
		...route,
		security: [{ key: [grant] }],
		middleware: requireGrant(grant, module),
		responses: {
			...standard,
			...(route.request ? forInput : {}),
			...(route.path.includes('{') || module ? forRecord : {}),
			...route.responses,
		},
	} as Omit<R, 'grant' | 'module'>)
}

function requireGrant(grant: Grant, module?: AccessArea) {
	return async (c: Pick<Context<ApiEnv>, 'get'>, next: () => Promise<void>): Promise<Response | undefined> => {
		if (!c.get('scope').grants.includes(grant)) return problem(403, { detail: `This key lacks the scope ${grant}.` })
		if (module && c.get('off').includes(module))
			return problem(404, { code: 'module_off', detail: errorText('module_off') })
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
