/** Files on their way in: received, stored and cleaned before any transaction opens. */
import { theApp } from '#platform/app/app.ts'
import { now } from '#platform/clock/clock.ts'
import { withoutPlaces } from '#platform/files/place.ts'
import { receiveUpload, type Upload } from '#platform/files/upload.ts'
import { log } from '#platform/log/log.ts'

/** The day is part of the key, so that files which no document names are found by their age. */
export function storagePrefix(workspaceId: string, at = now()): string {
	return `${workspaceId}/documents/${at.toISOString().slice(0, 10)}`
}

/**
 * Reads a multipart form and keeps its files, pictures without the place where they were taken. All are
 * kept or none. Nobody sees them until a document names them; `discardFiles` when none will.
 */
export function receiveFiles(
	workspaceId: string,
	request: Request,
	options: { fields: readonly string[]; maxFiles?: number },
): Promise<Upload> {
	const storage = withoutPlaces(theApp().storage)
	return receiveUpload(request, { storage, prefix: storagePrefix(workspaceId), ...options })
}

/** Deletes files that no document came to name. What fails here is found by the daily sweep. */
export async function discardFiles(files: { key: string }[]): Promise<void> {
	for (const { key } of files) {
		await theApp()
			.storage.delete(key)
			.catch((error: Error) => log.warn({ err: error.message }, 'a refused file could not be deleted'))
	}
}
