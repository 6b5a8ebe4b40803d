import { noteView } from '#features/documents/views/writes.ts'
import { addDocuments } from '#features/documents/writes.ts'
import { write } from '#platform/db/db.ts'
import type { UploadedFile } from '#platform/files/upload.ts'
import { documentPdf } from '#platform/pdf/document.ts'
import { palette } from '#ui/brand/palette.ts'
import { company } from './cast.ts'
import { photo, storeBytes } from './files.ts'
import type { About, Paper } from './papers/paper.ts'
import { papersOf } from './papers/papers.ts'
import { permitDrawing } from './papers/permits.ts'
import { asClient, type Cast, daysAgo, type SeededPerson } from './stage.ts'

/** Papers and photos for everybody whose work has begun; the newest clients have the first few only. */
export async function seedPapers(cast: Cast): Promise<void> {
	for (const [index, person] of cast.people.entries()) {
		const { household } = person
		const [first, last] = household.person
		const about: About = {
			owner: `${first} ${last}`,
			address: `${household.street}, ${household.city}, CO ${household.zip}`,
			panels: 14 + ((index * 5) % 17),
			index,
		}
		const due = papersOf(about).filter((paper) => paper.day <= household.since)
		// The pages that are looked at first are full; the rest of the list needs no more than a folder or two.
		for (const paper of index < 12 ? due : due.slice(0, 2)) await seedPaper(cast, person, paper)
		if (index < 8) await seedPhotos(cast, person, index)
	}
	await seedNews(cast)
	await seedFromClient(cast)
}

/** One paper, drawn and laid where it belongs. */
export async function seedPaper(cast: Cast, person: SeededPerson, paper: Paper, projectId?: string): Promise<string> {
	const { accountId, siteId, household } = person
	const ago = household.since - paper.day
	const bytes = await documentPdf({
		locale: 'en-US',
		colors: palette(company.brandColor).light,
		company: {
			name: company.name,
			initials: 'SS',
			lines: ['400 Main Street, Longmont, CO 80501', company.phone, 'License EC-20417'],
		},
		title: paper.title,
		subtitle: paper.subtitle,
		parts: paper.parts,
		pageLabel: (page, of) => `Page ${page} of ${of}`,
		madeAt: new Date(Date.now() - ago * 86_400_000),
	})
	const file = await storeBytes(cast.scope.workspaceId, `${paper.title}.pdf`, 'application/pdf', bytes)
	const placement = { accountId, siteId, folder: paper.folder, sharedWithPortal: paper.shared, title: paper.title }
	return lay(cast, person, file, { ...placement, ...(projectId && { projectId }) }, ago)
}

async function seedPhotos(cast: Cast, person: SeededPerson, seed: number): Promise<void> {
	const { accountId, siteId, household } = person
	const scenes = [
		['roofBefore', 'Roof before'],
		['roofAfter', 'Roof after'],
		['inverter', 'Inverter'],
		['meter', 'Meter'],
	] as const
	const count = household.since > 60 ? scenes.length : 1
	for (const [name, title] of scenes.slice(0, count)) {
		const file = await photo(cast.scope.workspaceId, name, seed)
		const placement = { accountId, siteId, folder: 'photos' as const, sharedWithPortal: true, title }
		await lay(cast, person, file, placement, Math.max(0.2, household.since - 38))
	}
}

type Placement = Parameters<typeof addDocuments>[2]

/** Puts a file in its folder; who is in the portal has looked at what lies there for more than a week. */
async function lay(
	cast: Cast,
	person: SeededPerson,
	file: UploadedFile,
	placement: Placement,
	ago: number,
): Promise<string> {
	const [document] = await daysAgo(ago, () => write(cast.scope, (writer) => addDocuments(writer, [file], placement)))
	const looks = person.household.status === 'enrolled' && placement.sharedWithPortal && ago > 7
	if (document && looks) await daysAgo(ago - 1, () => noteView(asClient(cast, person), document))
	return document?.id ?? ''
}

/** What the newest messages speak of, not looked at yet. */
async function seedNews(cast: Cast): Promise<void> {
	const [maya] = cast.people
	if (!maya) return
	const address = `${maya.household.street}, ${maya.household.city}`
	const day = maya.household.since - 0.13
	await seedPaper(cast, maya, { ...permitDrawing(address), day })
}

/** What a client sent in herself: the photo of her panel's label. */
async function seedFromClient(cast: Cast): Promise<void> {
	const [maya] = cast.people
	if (!maya) return
	const scope = asClient(cast, maya)
	const file = await photo(scope.workspaceId, 'label', 3)
	const placement = {
		accountId: maya.accountId,
		siteId: maya.siteId,
		folder: 'clientDocuments' as const,
		sharedWithPortal: true,
		title: 'Main panel label',
	}
	await daysAgo(0.4, () => write(scope, (writer) => addDocuments(writer, [file], placement)))
}
