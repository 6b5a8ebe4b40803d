import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseArgs } from 'node:util'
import { listen, readBody } from './http.ts'
import { checkSignature, type Key } from './sigv4.ts'

export type StoredObject = { body: Buffer; contentType: string; etag: string; at: Date }

export type S3Faults = {
	/** Answers 503 SlowDown to so many requests. */
	slowDown?: number
	/** Answers 500 to so many requests. */
	broken?: number
	/** Breaks the connection half-way through so many contents being read. */
	cutReads?: number
	/** Answers 403 to everything. */
	denied?: boolean
}

export type S3Simulator = {
	url: string
	bucket: string
	region: string
	accessKeyId: string
	secretAccessKey: string
	objects: Map<string, StoredObject>
	/** Multipart uploads begun and neither completed nor aborted. */
	uploads: Map<string, Upload>
	faults: S3Faults
	/** `METHOD path` of every request that came, in order. */
	requests: string[]
	close(): Promise<void>
}

type Upload = { key: string; contentType: string; parts: Map<number, Buffer> }
type Call = {
	state: S3Simulator
	request: IncomingMessage
	response: ServerResponse
	body: Buffer
	key: string
	query: URLSearchParams
}

/** One bucket of an S3-compatible store, path style, in memory. Signatures and payload hashes are really checked. */
export async function startS3(options: { port?: number; bucket?: string } = {}): Promise<S3Simulator> {
	const state: S3Simulator = {
		url: '',
		bucket: options.bucket ?? 'files',
		region: 'us-east-1',
		accessKeyId: 'simulated-key',
		secretAccessKey: 'simulated-secret',
		objects: new Map(),
		uploads: new Map(),
		faults: {},
		requests: [],
		close: () => server.close(),
	}
	const server = await listen((request, response) => answer(state, request, response), options.port)
	state.url = server.url
	return state
}

async function answer(state: S3Simulator, request: IncomingMessage, response: ServerResponse) {
	const body = await readBody(request)
	const url = new URL(request.url ?? '/', state.url)
	state.requests.push(`${request.method} ${request.url}`)
	const key: Key = { id: state.accessKeyId, secret: state.secretAccessKey, region: state.region }
	const problem = checkSignature(request, body, key)
	if (problem || state.faults.denied) return refuse(response, 403, problem ?? 'AccessDenied')
	if (take(state.faults, 'slowDown')) return refuse(response, 503, 'SlowDown')
	if (take(state.faults, 'broken')) return refuse(response, 500, 'InternalError')
	// Old compatible servers know nothing of contents sent in signed chunks with a trailer.
	if (request.headers['content-encoding']?.includes('aws-chunked')) return refuse(response, 501, 'NotImplemented')
	const [bucket, ...rest] = url.pathname.slice(1).split('/')
	if (decodeURIComponent(bucket ?? '') !== state.bucket) return refuse(response, 404, 'NoSuchBucket')
	const call = { state, request, response, body, key: decodeURIComponent(rest.join('/')), query: url.searchParams }
	const handle = call.key ? objectHandlers[operation(call)] : bucketHandlers[request.method ?? '']
	if (!handle) return refuse(response, 405, 'MethodNotAllowed')
	handle(call)
}

function operation({ request, query }: Call): string {
	if (query.has('uploads')) return `${request.method} uploads`
	return query.has('uploadId') ? `${request.method} uploadId` : (request.method ?? '')
}

const bucketHandlers: Record<string, (call: Call) => void> = {
	HEAD: ({ response }) => void response.writeHead(200).end(),
	GET: list,
}

const objectHandlers: Record<string, (call: Call) => void> = {
	PUT: (call) => {
		const etag = store(call.state, call.key, call.body, call.request.headers['content-type'])
		call.response.writeHead(200, { etag }).end()
	},
	GET: read,
	HEAD: (call) => {
		const found = call.state.objects.get(call.key)
		if (!found) return void call.response.writeHead(404).end()
		call.response.writeHead(200, { ...describe(found), 'content-length': found.body.length }).end()
	},
	DELETE: ({ state, key, response }) => {
		state.objects.delete(key)
		response.writeHead(204).end()
	},
	'POST uploads': ({ state, key, request, response }) => {
		const id = randomUUID()
		state.uploads.set(id, { key, contentType: request.headers['content-type'] ?? '', parts: new Map() })
		xml(
			response,
			200,
			`<InitiateMultipartUploadResult><Bucket>${state.bucket}</Bucket><Key>${escapeXml(key)}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
		)
	},
	'PUT uploadId': ({ state, query, body, response }) => {
		const upload = state.uploads.get(query.get('uploadId') ?? '')
		if (!upload) return refuse(response, 404, 'NoSuchUpload')
		upload.parts.set(Number(query.get('partNumber')), body)
		response.writeHead(200, { etag: etagOf(body) }).end()
	},
	'POST uploadId': complete,
	'DELETE uploadId': ({ state, query, response }) => {
		state.uploads.delete(query.get('uploadId') ?? '')
		response.writeHead(204).end()
	},
}

function read({ state, key, request, response }: Call) {
	const found = state.objects.get(key)
	if (!found) return refuse(response, 404, 'NoSuchKey')
	const size = found.body.length
	const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
	const start = Number(range?.[1] ?? 0)
	const end = Math.min(range?.[2] ? Number(range[2]) : size - 1, size - 1)
	if (range && start >= size) return refuse(response, 416, 'InvalidRange')
	const bytes = found.body.subarray(start, end + 1)
	const place = range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}
	response.writeHead(range ? 206 : 200, { ...describe(found), ...place, 'content-length': bytes.length })
	if (!take(state.faults, 'cutReads')) return void response.end(bytes)
	response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
}

const MIN_PART_BYTES = 5 * 1024 * 1024

function complete({ state, query, body, key, response }: Call) {
	const id = query.get('uploadId') ?? ''
	const upload = state.uploads.get(id)
	if (!upload || upload.key !== key) return refuse(response, 404, 'NoSuchUpload')
	const named = [...body.toString().matchAll(/<Part>.*?<\/Part>/gs)].map(([part]) => ({
		number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
		etag: /<ETag>(?:"|&quot;)?([0-9a-f]+)/.exec(part)?.[1],
	}))
	const parts = named.map(({ number, etag }) => {
		const part = upload.parts.get(number)
		return part && etagOf(part) === `"${etag}"` ? part : null
	})
	if (parts.length === 0 || parts.includes(null)) return refuse(response, 400, 'InvalidPart')
	const bodies = parts.filter((part) => part !== null)
	if (bodies.slice(0, -1).some((part) => part.length < MIN_PART_BYTES)) return refuse(response, 400, 'EntityTooSmall')
	state.uploads.delete(id)
	const etag = store(state, key, Buffer.concat(bodies), upload.contentType)
	xml(
		response,
		200,
		`<CompleteMultipartUploadResult><Key>${escapeXml(key)}</Key><ETag>${escapeXml(etag)}</ETag></CompleteMultipartUploadResult>`,
	)
}

function list({ state, query, response }: Call) {
	if (query.get('list-type') !== '2') return refuse(response, 501, 'NotImplemented')
	const after = Buffer.from(query.get('continuation-token') ?? '', 'base64url').toString()
	const max = Number(query.get('max-keys') ?? 1000)
	const keys = [...state.objects.keys()]
		.filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after)
		.sort()
	const page = keys.slice(0, max)
	const more = keys.length > max ? Buffer.from(page.at(-1) ?? '').toString('base64url') : null
	const contents = page.map(
		(key) => `<Contents><Key>${escapeXml(key)}</Key><Size>${state.objects.get(key)?.body.length}</Size></Contents>`,
	)
	const next = more ? `<NextContinuationToken>${more}</NextContinuationToken>` : ''
	xml(
		response,
		200,
		`<ListBucketResult><Name>${state.bucket}</Name><KeyCount>${page.length}</KeyCount><IsTruncated>${more !== null}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
	)
}

function store(state: S3Simulator, key: string, body: Buffer, contentType = 'application/octet-stream'): string {
	const etag = etagOf(body)
	state.objects.set(key, { body, contentType, etag, at: new Date() })
	return etag
}

function describe({ contentType, etag, at }: StoredObject) {
	return { 'content-type': contentType, etag, 'last-modified': at.toUTCString(), 'accept-ranges': 'bytes' }
}

const etagOf = (body: Buffer) => `"${createHash('md5').update(body).digest('hex')}"`
const escapeXml = (text: string) => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`)

function refuse(response: ServerResponse, status: number, code: string) {
	xml(response, status, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`)
}

function xml(response: ServerResponse, status: number, body: string) {
	response
		.writeHead(status, { 'content-type': 'application/xml' })
		.end(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`)
}

function take(faults: S3Faults, name: 'slowDown' | 'broken' | 'cutReads'): boolean {
	const left = faults[name] ?? 0
	faults[name] = Math.max(0, left - 1)
	return left > 0
}

if (import.meta.main) {
	const { values } = parseArgs({ options: { port: { type: 'string', default: '2527' }, bucket: { type: 'string' } } })
	const { url, bucket, region, accessKeyId, secretAccessKey } = await startS3({
		port: Number(values.port),
		bucket: values.bucket,
	})
	console.log(`S3_ENDPOINT=${url}\nS3_BUCKET=${bucket}\nS3_REGION=${region}`)
	console.log(`S3_ACCESS_KEY_ID=${accessKeyId}\nS3_SECRET_ACCESS_KEY=${secretAccessKey}`)
}
