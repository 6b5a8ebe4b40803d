/** Files on their way in: received, stored and cleaned before any transaction opens. */
import type { Readable } from 'node:stream'
import { theApp } from '#platform/app/app.ts'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import { withoutPlaces } from '#platform/files/place.ts'
import { receiveFileOf, receiveUpload, type Upload, type UploadOptions } from '#platform/files/upload.ts'
import { log } from '#platform/log/log.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { namedFiles } from './reads.ts'

/** The day is part of the key, so that files which no document names are found by their age. */
export function storagePrefix(workspaceId: string, at = now()): string {
	return `${workspaceId}/documents/${at.toISOString().slice(0, 10)}`
}

/** What the server reads of one request (BODY_SIZE_LIMIT); whoever announces more is answered before it is sent. */
const mostBytes = 60 * 1024 * 1024

/**
 * Reads a multipart form and keeps its files, pictures without the place where they were taken. All are
 * kept or none. Nobody sees them until a document names them; `discardFiles` when none will.
 */
export async function receiveFiles(
	workspaceId: string,
	request: Request,
	options: { fields: readonly string[] } & Pick<UploadOptions, 'maxFiles' | 'filesOptional' | 'fieldBytes'>,
): Promise<Upload> {
	const { storage, isClean } = theApp()
	const length = Number(request.headers.get('content-length') ?? 0)
	if (length > mostBytes) return { ok: false, reason: 'tooLarge', filename: null, type: null, fields: {} }
	const prefix = storagePrefix(workspaceId)
	return receiveUpload(request, { storage: withoutPlaces(storage), isClean, prefix, ...options })
}

/** The same for one file that is already here, such as one that came in parts. */
export function receiveContent(workspaceId: string, filename: string, content: Readable): Promise<Upload> {
	const { storage, isClean } = theApp()
	const prefix = storagePrefix(workspaceId)
	return receiveFileOf(filename, content, { storage: withoutPlaces(storage), isClean, prefix })
}

/** Deletes files that no document came to name. What fails here is found by the daily sweep. */
export async function discardFiles(files: { key: string }[]): Promise<void> {
	for (const { key } of files) {
		await theApp()
			.storage.delete(key)
			.catch((error: Error) => log.warn({ err: error.message }, 'a refused file could not be deleted'))
	}
}

const dayMs = 24 * 3600_000
/** Days after which a file without a document is deleted, and for how many days before that we still look. */
const sweptAfter = 2
const sweptDays = 14
const batchSize = 500

/** Deletes files that no document names: their upload was cut down between storing and writing. */
export async function sweepFiles(scope: SystemScope): Promise<void> {
	for (let age = sweptAfter; age < sweptAfter + sweptDays; age++) {
		const day = new Date(now().getTime() - age * dayMs)
		let batch: string[] = []
		for await (const key of theApp().storage.list(`${storagePrefix(scope.workspaceId, day)}/`)) {
			batch.push(key)
			if (batch.length < batchSize) continue
			await discardUnnamed(scope, batch)
			batch = []
		}
		await discardUnnamed(scope, batch)
	}
}

/** Deletes of these contents those that no document names. */
export async function discardUnnamed(scope: SystemScope, keys: string[]): Promise<void> {
	if (keys.length === 0) return
	const named = await read(scope, (reader) => namedFiles(reader, keys))
	await discardFiles(keys.filter((key) => !named.has(key)).map((key) => ({ key })))
}
