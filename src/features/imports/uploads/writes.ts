import { theApp } from '#platform/app/app.ts'
import { receiveUpload, type UploadProblem } from '#platform/files/upload.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { takeIn } from '../writes.ts'

/** Takes a file out of a form and looks through it; what cannot be read is kept with the reason. */
export async function receiveImport(
	scope: StaffScope,
	request: Request,
): Promise<{ ok: true; id: string } | { ok: false; reason: UploadProblem }> {
	const { storage } = theApp()
	const upload = await receiveUpload(request, { storage, prefix: `${scope.workspaceId}/imports`, maxFiles: 1 })
	const file = upload.ok ? upload.files[0] : undefined
	if (!upload.ok || !file) return { ok: false, reason: upload.ok ? 'empty' : upload.reason }
	return { ok: true, id: await takeIn(scope, { key: file.key, name: file.filename, size: file.size }, storage) }
}
