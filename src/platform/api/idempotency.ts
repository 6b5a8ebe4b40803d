import { createHash } from 'node:crypto'
import { now } from '../clock/clock.ts'
import { decrypt, encrypt } from '../crypto/crypto.ts'
import { write } from '../db/db.ts'
import type { KeyScope } from '../scope/scope.ts'
import { invalid, problem } from './problem.ts'

const dayMs = 24 * 3600_000
/** After so long without an answer the first attempt counts as lost (its process died). */
const lostAfterMs = 60_000

type Kept = {
	requestHash: string
	status: number | null
	response: string | null
	location: string | null
	createdAt: Date
}

/**
 * With an `Idempotency-Key` a POST is done once: the same key and body get the first answer again for
 * 24 hours, another body 422, and a second one while the first still runs 409. Null when `next` answered.
 */
export async function answerOnce(
	scope: KeyScope,
	request: Request,
	next: () => Promise<void>,
	answer: () => Response,
): Promise<Response | null> {
	const key = request.headers.get('idempotency-key')
	if (!key || request.method !== 'POST') {
		await next()
		return null
	}
	if (key.length > 200) return invalid('Idempotency-Key', 'too_long')
	const requestHash = await hashOf(request)
	const kept = await claim(scope, key, requestHash)
	if (kept) return replay(kept, requestHash)
	try {
		await next()
	} catch (error) {
		await forget(scope, key)
		throw error
	}
	const response = answer()
	if (response.status >= 500 || response.status === 429) await forget(scope, key)
	else await keep(scope, key, response)
	return null
}

/** JSON is compared by content. A file upload is not read twice: its address and length stand for it. */
async function hashOf(request: Request): Promise<string> {
	const type = request.headers.get('content-type') ?? ''
	const content = type.startsWith('multipart/')
		? `multipart ${request.headers.get('content-length')}`
		: await request.clone().text()
	return createHash('sha256')
		.update(`${new URL(request.url).pathname}\n${content}`)
		.digest('base64url')
}

function claim(scope: KeyScope, key: string, requestHash: string): Promise<Kept | null> {
	const at = now()
	return write(scope, async ({ client }) => {
		const { rowCount } = await client.query(
			`insert into idempotency_keys as k (workspace_id, api_key_id, key, request_hash, created_at) values ($1, $2, $3, $4, $5)
			on conflict (workspace_id, api_key_id, key) do update set request_hash = $4, status = null, response = null, location = null, created_at = $5
			where k.created_at < $6 or (k.status is null and k.created_at < $7)`,
			[
				scope.workspaceId,
				scope.keyId,
				key,
				requestHash,
				at,
				new Date(at.getTime() - dayMs),
				new Date(at.getTime() - lostAfterMs),
			],
		)
		if (rowCount) return null
		const { rows } = await client.query<Kept>(
			`select request_hash as "requestHash", status, response, location, created_at as "createdAt"
			from idempotency_keys where workspace_id = $1 and api_key_id = $2 and key = $3`,
			[scope.workspaceId, scope.keyId, key],
		)
		return rows[0] ?? null
	})
}

function replay(kept: Kept, requestHash: string): Response {
	if (kept.requestHash !== requestHash) return invalid('Idempotency-Key', 'idempotency_key_reused')
	if (kept.status === null) return problem(409, { code: 'request_in_progress', headers: { 'retry-after': '1' } })
	const headers = new Headers({ 'idempotent-replayed': 'true' })
	if (kept.response) headers.set('content-type', kept.status >= 400 ? 'application/problem+json' : 'application/json')
	if (kept.location) headers.set('location', kept.location)
	return new Response(kept.response ? decrypt('idempotency', kept.response) : null, { status: kept.status, headers })
}

async function keep(scope: KeyScope, key: string, response: Response): Promise<void> {
	const text = await response.clone().text()
	// What was answered once can hold a token that is kept nowhere else in the open.
	const sealed = text && encrypt('idempotency', text)
	await write(scope, async ({ client }) => {
		await client.query(
			'update idempotency_keys set status = $4, response = $5, location = $6 where workspace_id = $1 and api_key_id = $2 and key = $3',
			[scope.workspaceId, scope.keyId, key, response.status, sealed, response.headers.get('location')],
		)
	})
}

async function forget(scope: KeyScope, key: string): Promise<void> {
	await write(scope, async ({ client }) => {
		await client.query('delete from idempotency_keys where workspace_id = $1 and api_key_id = $2 and key = $3', [
			scope.workspaceId,
			scope.keyId,
			key,
		])
	})
}
