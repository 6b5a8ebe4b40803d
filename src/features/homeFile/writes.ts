import { makeZip, predictLength } from 'client-zip'
import type { Locale } from '#i18n'
import { theApp } from '#platform/app/app.ts'
import { read, write } from '#platform/db/db.ts'
import { log } from '#platform/log/log.ts'
import type { ClientScope, CompanyScope } from '#platform/scope/scope.ts'
import { homeFileEvent } from './events.ts'
import { homePage } from './page/rules.ts'
import { homeOf } from './reads.ts'
import { arrange, type Filed, homeFileName } from './rules.ts'

/** A part of the file: its bytes, or where they lie in storage. */
type Part = { name: string; lastModified: Date; size: number } & ({ bytes: Uint8Array } | { key: string })

export interface HomeFile {
	filename: string
	/** Known before the first byte is sent, so that browsers show how far they are. */
	length: bigint
	body: ReadableStream<Uint8Array>
}

/**
 * Everything about a site for its owner as one zip, put together while it is sent: no content is ever whole in memory.
 * Only what the scope itself may see, and of that what is shared with the owner. Null for a site that it may not see.
 */
export async function takeHomeFile(
	scope: ClientScope | CompanyScope,
	siteId: string,
	locale?: Locale,
	/** Before the work begins, of a site that is there to be seen. */
	allowed?: () => Promise<void>,
): Promise<HomeFile | null> {
	const home = await read(scope, (reader) => homeOf(reader, siteId, locale))
	if (!home) return null
	await allowed?.()
	const { sections, pictures } = arrange(home)
	const logo = await logoOf(home.company, home.at)
	const parts = await there([...sections.flatMap(({ files }) => files), ...pictures])
	const missing = new Set(parts.flatMap(({ key, found }) => (found ? [] : [key])))
	const kept = (files: Filed[]) =>
		files.flatMap((file) => {
			if (missing.has(file.item.storageKey)) return []
			const small = file.item.thumbnailKey && missing.has(file.item.thumbnailKey) ? null : file.small
			return [{ ...file, small }]
		})
	const page = homePage({
		home,
		sections: sections.map((section) => ({ ...section, files: kept(section.files) })),
		pictures: kept(pictures),
		logo: logo?.name ?? null,
	})
	const bytes = new TextEncoder().encode(page)
	const files = parts.flatMap(({ found, ...part }) => (found ? [part] : []))
	const all: Part[] = [
		{ name: 'index.html', lastModified: home.at, size: bytes.length, bytes },
		...(logo ? [logo] : []),
		...files,
	]
	const length = predictLength(all.map(({ name, size }) => ({ name, size })))
	if (scope.kind !== 'client' || !scope.preview) {
		await write(scope, ({ emit }) =>
			emit(homeFileEvent(home.site, { files: home.documents.length, bytes: Number(length) })),
		)
	}
	return { filename: homeFileName(home), length, body: makeZip(entries(all)) }
}

async function* entries(parts: Part[]) {
	for (const part of parts) {
		const { name, lastModified, size } = part
		const input = 'bytes' in part ? part.bytes : await theApp().storage.get(part.key)
		// Gone since it was looked for: a download that breaks off is better than one that lacks something unsaid.
		if (!input) throw new Error('a content of a home file is lost')
		yield { name, lastModified, size, input }
	}
}

const atOnce = 16

/** What of these lies in storage, and how long it is. */
async function there(files: Filed[]) {
	const wanted = files.flatMap(({ item, path, small }) => [
		{ name: path, lastModified: item.contentAt ?? item.createdAt, key: item.storageKey },
		...(small && item.thumbnailKey ? [{ name: small, lastModified: item.createdAt, key: item.thumbnailKey }] : []),
	])
	const found: ((typeof wanted)[number] & { size: number; found: boolean })[] = []
	for (let i = 0; i < wanted.length; i += atOnce) {
		const some = wanted.slice(i, i + atOnce)
		const stats = await Promise.all(some.map(({ key }) => theApp().storage.stat(key)))
		for (const [n, one] of some.entries()) {
			const stat = stats[n]
			if (!stat) log.error({ key: one.key }, 'a content that a home file should hold is lost')
			found.push({ ...one, size: stat?.size ?? 0, found: Boolean(stat) })
		}
	}
	return found
}

async function logoOf({ logoLightKey }: { logoLightKey: string | null }, lastModified: Date) {
	const stat = logoLightKey && (await theApp().storage.stat(logoLightKey))
	return logoLightKey && stat ? { name: 'small/logo', lastModified, size: stat.size, key: logoLightKey } : null
}
