import { z } from '@hono/zod-openapi'
import type { TypedResponse } from 'hono'
import type { ZodError } from 'zod'
import { errorText } from './error-text.ts'

/** RFC 9457. `errors` says of each input field what is wrong. */
export interface Problem {
	type: string
	title: string
	status: number
	detail?: string
	errors?: FieldError[]
}
/** Fits wherever an operation's handler answers: its shape is documented once for all operations (api.ts). */
export type ProblemResponse = Response & TypedResponse<never, never, never>

export interface FieldError {
	path: string
	message: string
	code: string
}

const titles: Record<number, string> = {
	400: 'Malformed request',
	401: 'No or unknown API key',
	403: 'Not allowed',
	404: 'Not found',
	405: 'Method not allowed',
	409: 'Conflict',
	413: 'Too large',
	415: 'Unsupported media type',
	422: 'Invalid input',
	429: 'Too many requests',
	500: 'Unexpected failure',
	503: 'Not available',
}

/** What a person can do about it, where nothing more exact is known. */
const details: Record<number, string> = {
	401: 'Send a key of this company as "Authorization: Bearer KEY".',
	404: 'There is no such record or address here, or it is not yours.',
	413: 'The body is larger than is allowed here.',
	429: 'Try again after the seconds that Retry-After names.',
}

/** An answer of type `application/problem+json`. Detail is for a person who reads a log, not for parsing. */
export function problem(
	status: number,
	extra: { detail?: string; errors?: FieldError[]; code?: string; headers?: Record<string, string> } = {},
): ProblemResponse {
	const { headers, code, ...rest } = extra
	const body: Problem = {
		type: code ? `urn:problem:${code}` : 'about:blank',
		title: titles[status] ?? 'Problem',
		status,
		detail: detailOf(status, extra.errors),
		...rest,
	}
	return new Response(JSON.stringify(body), {
		status,
		headers: { 'content-type': 'application/problem+json', ...headers },
	}) as ProblemResponse
}

function detailOf(status: number, errors: FieldError[] = []): string | undefined {
	const [first] = errors
	return first ? [first.path, first.message].filter(Boolean).join(': ') : details[status]
}

export const notFound = () => problem(404)

/** 503 while the database cannot be reached. */
export function awayProblem(): ProblemResponse {
	return problem(503, { detail: 'Try again in a moment.', headers: { 'retry-after': '5' } })
}

/** 422 for one field, by its code. */
export function invalid(path: string, code: string): ProblemResponse {
	return problem(422, { errors: [{ path, code, message: errorText(code) }] })
}

/** 409 with a stable code. */
export function conflict(code: string, path?: string): ProblemResponse {
	const errors = path ? [{ path, code, message: errorText(code) }] : undefined
	return problem(409, { code, detail: errorText(code), errors })
}

export function invalidInput(error: ZodError): ProblemResponse {
	const errors = error.issues.map((issue) => {
		const code = /^[a-z][a-z0-9_]*$/i.test(issue.message) ? issue.message : issue.code
		return { path: issue.path.join('.'), code, message: code === issue.message ? errorText(code) : issue.message }
	})
	return problem(422, { errors })
}

export const problemSchema = z
	.object({
		type: z.string(),
		title: z.string(),
		status: z.number().int(),
		detail: z.string().optional(),
		errors: z.array(z.object({ path: z.string(), message: z.string(), code: z.string() })).optional(),
	})
	.openapi('Problem')
