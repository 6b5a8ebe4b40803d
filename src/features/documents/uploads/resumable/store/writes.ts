import type { Readable } from 'node:stream'
import { DataStore, ERRORS, Upload } from '@tus/server'
import { and, eq, sql } from 'drizzle-orm'
import { theApp } from '#platform/app/app.ts'
import { now } from '#platform/clock/clock.ts'
import { read, write } from '#platform/db/db.ts'
import { newKey } from '#platform/files/storage.ts'
import { actorOf, type ClientScope, type StaffScope } from '#platform/scope/scope.ts'
import { uploads } from '../../../tables.ts'
import { discardFiles } from '../../writes.ts'
import { findUpload, uploadIs } from '../reads.ts'
import { daysKept, partsPrefix } from '../rules.ts'

/**
 * Where tus keeps one person's uploads: the parts in our storage, what has come of them in the database, so that any
 * process can go on with what another began.
 */
export class PartStore extends DataStore {
	override extensions = ['creation', 'creation-with-upload', 'expiration', 'termination']
	readonly #scope: ClientScope | StaffScope

	constructor(scope: ClientScope | StaffScope) {
		super()
		this.#scope = scope
	}

	override getExpiration(): number {
		return daysKept * 86_400_000
	}

	override async create(upload: Upload): Promise<Upload> {
		const scope = this.#scope
		const { type, id } = actorOf(scope)
		const createdAt = now()
		await write(scope, ({ db }) =>
			db.insert(uploads).values({
				workspaceId: scope.workspaceId,
				id: upload.id,
				ownerType: type,
				ownerId: id ?? '',
				size: upload.size ?? 0,
				metadata: textsOf(upload.metadata ?? {}),
				createdAt,
			}),
		)
		upload.creation_date = createdAt.toISOString()
		return upload
	}

	override async getUpload(id: string): Promise<Upload> {
		const row = await read(this.#scope, (reader) => findUpload(reader, id))
		if (!row) throw ERRORS.FILE_NOT_FOUND
		const { size, received: offset, metadata, createdAt } = row
		return new Upload({ id, size, offset, metadata, creation_date: createdAt.toISOString() })
	}

	/** Keeps what comes, even if the line is cut in the middle of it; of two who go on at once one is refused. */
	override async write(content: Readable, id: string, offset: number): Promise<number> {
		const key = newKey(partsPrefix(this.#scope.workspaceId))
		const { size } = await theApp().storage.put(key, untilCut(content), { contentType: 'application/octet-stream' })
		const [row] = await write(this.#scope, ({ db }) =>
			db
				.update(uploads)
				.set({ received: offset + size, parts: sql`${uploads.parts} || ${key}::text` })
				.where(and(uploadIs(this.#scope, id), eq(uploads.received, offset)))
				.returning(),
		)
		if (row) return row.received
		await discardFiles([{ key }])
		throw ERRORS.INVALID_OFFSET
	}

	override async remove(id: string): Promise<void> {
		const [row] = await write(this.#scope, ({ db }) => db.delete(uploads).where(uploadIs(this.#scope, id)).returning())
		if (!row) throw ERRORS.FILE_NOT_FOUND
		await discardFiles(row.parts.map((key) => ({ key })))
	}
}

/** tus has null for a field that was left empty; and the database keeps no NUL. */
function textsOf(metadata: Record<string, string | null>): Record<string, string> {
	const text = (value: string | null) => (value ?? '').replaceAll('\0', '')
	return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [text(name), text(value)]))
}

async function* untilCut(content: Readable): AsyncGenerator<Uint8Array> {
	try {
		for await (const chunk of content) yield chunk
	} catch {
		// The line is cut. What came counts, and the sender asks how far that was.
	}
}
