import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export type Key = { id: string; secret: string; region: string }

export type SignatureProblem =
	| 'AccessDenied'
	| 'InvalidAccessKeyId'
	| 'SignatureDoesNotMatch'
	| 'RequestTimeTooSkewed'
	| 'XAmzContentSHA256Mismatch'

const FIFTEEN_MINUTES = 15 * 60 * 1000
const form =
	/^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/

/** Checks a request signed in its Authorization header by AWS Signature Version 4; null when all is well. */
export function checkSignature(request: IncomingMessage, body: Buffer, key: Key): SignatureProblem | null {
	const match = form.exec(request.headers.authorization ?? '')
	const time = String(request.headers['x-amz-date'])
	const payload = String(request.headers['x-amz-content-sha256'])
	if (!match || !/^\d{8}T\d{6}Z$/.test(time)) return 'AccessDenied'
	const [, id, day = '', region = '', names = '', signature = ''] = match
	if (id !== key.id) return 'InvalidAccessKeyId'
	if (Math.abs(Date.now() - readTime(time)) > FIFTEEN_MINUTES) return 'RequestTimeTooSkewed'
	if (region !== key.region || !time.startsWith(day)) return 'AccessDenied'
	if (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(body)) return 'XAmzContentSHA256Mismatch'
	const scope = `${day}/${region}/s3/aws4_request`
	const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical(request, names.split(';'), payload))].join('\n')
	const secret = [day, region, 's3', 'aws4_request'].reduce(
		(from: string | Buffer, part) => hmac(from, part),
		`AWS4${key.secret}`,
	)
	const expected = hmac(secret, text)
	return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? null : 'SignatureDoesNotMatch'
}

/** Method, path, query, the signed headers and the payload's hash, written the one way that both sides sign. */
function canonical(request: IncomingMessage, names: string[], payload: string): string {
	const [path = '', query = ''] = (request.url ?? '').split('?')
	const sorted = query
		.split('&')
		.filter(Boolean)
		.map((pair) => (pair.includes('=') ? pair : `${pair}=`))
		.sort()
	const headers = names.map(
		(name) =>
			`${name}:${String(request.headers[name] ?? '')
				.trim()
				.replace(/\s+/g, ' ')}\n`,
	)
	return [request.method, path, sorted.join('&'), headers.join(''), names.join(';'), payload].join('\n')
}

function readTime(time: string): number {
	return Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()
