import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import {
	DeleteObjectCommand,
	GetObjectCommand,
	HeadBucketCommand,
	HeadObjectCommand,
	ListObjectsV2Command,
	S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { type Body, checkKey, type Storage, type Stored } from '#platform/files/storage.ts'

export type S3Options = {
	bucket: string
	region: string
	/** Of an S3-compatible server; without it, Amazon's. */
	endpoint?: string
	/** Without them, what the machine or container is given (environment, instance role). */
	credentials?: { accessKeyId: string; secretAccessKey: string }
}

const PART_BYTES = 8 * 1024 * 1024

/** File contents in one bucket, under the same keys as on disk. A content is never whole in memory. */
export function createS3Storage(options: S3Options): Storage {
	const client = connect(options)
	const at = (key: string) => ({ Bucket: options.bucket, Key: checkKey(key) })

	return {
		put: async (key, body, { contentType }) => upload(client, { ...at(key), ContentType: contentType }, body),
		get: async (key, range) =>
			present(async () => {
				const bytes = range && `bytes=${range.start}-${range.end ?? ''}`
				const { Body: content } = await client.send(new GetObjectCommand({ ...at(key), Range: bytes }))
				if (!(content instanceof Readable)) throw new Error('The answer to GetObject is not a stream')
				return content
			}),
		stat: async (key) =>
			present(async () => {
				const { ContentLength: size } = await client.send(new HeadObjectCommand(at(key)))
				return { size: size ?? 0 }
			}),
		delete: async (key) => {
			await client.send(new DeleteObjectCommand(at(key)))
		},
		list: (prefix) => list(client, options.bucket, prefix),
		ready: () =>
			client.send(new HeadBucketCommand({ Bucket: options.bucket })).then(
				() => ({ ok: true as const }),
				(error: Error) => ({ ok: false as const, reason: `${error.name}: ${error.message}` }),
			),
		close: () => client.destroy(),
	}
}

function connect({ endpoint, region, credentials }: S3Options): S3Client {
	return new S3Client({
		region,
		...(endpoint && { endpoint, forcePathStyle: true }),
		...(credentials && { credentials }),
		// Older compatible servers store the checksum trailer as part of the content, or refuse it.
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
		requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 },
		maxAttempts: 3,
	})
}

type Target = { Bucket: string; Key: string; ContentType: string }

async function upload(client: S3Client, target: Target, body: Body): Promise<Stored> {
	const hash = createHash('sha256')
	let size = 0
	const counted = Readable.from(
		(async function* () {
			for await (const chunk of body) {
				hash.update(chunk)
				size += chunk.length
				yield chunk
			}
		})(),
		{ objectMode: false },
	)
	const sending = new Upload({ client, params: { ...target, Body: counted }, partSize: PART_BYTES, queueSize: 2 })
	try {
		await sending.done()
	} finally {
		counted.destroy()
	}
	return { size, sha256: hash.digest('hex') }
}

async function* list(client: S3Client, bucket: string, prefix: string): AsyncIterable<string> {
	let token: string | undefined
	do {
		const page = await client.send(
			new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
		)
		for (const { Key } of page.Contents ?? []) if (Key) yield Key
		token = page.NextContinuationToken
	} while (token)
}

async function present<T>(work: () => Promise<T>): Promise<T | null> {
	return work().catch((error: Error) => {
		if (error.name === 'NoSuchKey' || error.name === 'NotFound') return null
		throw error
	})
}
