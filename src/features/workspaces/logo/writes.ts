import { Readable } from 'node:stream'
import sharp from 'sharp'
import { theApp } from '#platform/app/app.ts'
import { newKey } from '#platform/files/storage.ts'
import { receiveUpload } from '#platform/files/upload.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import type { Workspace } from '../tables.ts'
import { updateWorkspace } from '../writes.ts'

const columns = { 'logo-light': 'logoLightKey', 'logo-dark': 'logoDarkKey', icon: 'iconKey' } as const
export type LogoKind = keyof typeof columns

export function isLogoKind(value: string | null): value is LogoKind {
	return value !== null && Object.hasOwn(columns, value)
}

const maxBytes = 5 * 1024 * 1024

export type StoredLogo = { ok: true } | { ok: false; reason: 'tooLarge' | 'unreadable' | 'missing' }

/** Takes a picture, redraws it as a clean PNG that is never wider than any page shows it, and puts it in place. */
export async function storeLogo(
	scope: StaffScope,
	workspace: Workspace,
	kind: LogoKind,
	request: Request,
): Promise<StoredLogo> {
	const { storage } = theApp()
	const upload = await receiveUpload(request, {
		storage,
		prefix: scope.workspaceId,
		maxFileBytes: maxBytes,
		maxFiles: 1,
	})
	if (!upload.ok)
		return {
			ok: false,
			reason: upload.reason === 'tooLarge' ? 'tooLarge' : upload.reason === 'empty' ? 'missing' : 'unreadable',
		}
	const [file] = upload.files
	if (!file) return { ok: false, reason: 'missing' }
	const picture = await redraw(file.key, kind)
	await storage.delete(file.key)
	if (!picture) return { ok: false, reason: 'unreadable' }
	const key = newKey(scope.workspaceId)
	await storage.put(key, Readable.from([picture]), { contentType: 'image/png' })
	await updateWorkspace(scope, { [columns[kind]]: key })
	await forgetFile(workspace[columns[kind]])
	return { ok: true }
}

export async function removeLogo(scope: StaffScope, workspace: Workspace, kind: LogoKind): Promise<void> {
	await updateWorkspace(scope, { [columns[kind]]: null })
	await forgetFile(workspace[columns[kind]])
}

async function forgetFile(key: string | null): Promise<void> {
	if (key) await theApp().storage.delete(key)
}

async function redraw(key: string, kind: LogoKind): Promise<Buffer | null> {
	const source = await theApp().storage.get(key)
	if (!source) return null
	const bytes: Buffer[] = []
	for await (const chunk of source) bytes.push(chunk)
	try {
		const picture = sharp(Buffer.concat(bytes), { limitInputPixels: 40_000_000 }).rotate()
		const sized =
			kind === 'icon'
				? picture.resize({ width: 512, height: 512, fit: 'inside', withoutEnlargement: true })
				: picture.trim().resize({ width: 640, height: 160, fit: 'inside', withoutEnlargement: true })
		return await sized.png().toBuffer()
	} catch {
		return null
	}
}
