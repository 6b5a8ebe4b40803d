import { addDocuments } from '#features/documents/writes.ts'
import { write } from '#platform/db/db.ts'
import { documentPdf } from '#platform/pdf/document.ts'
import { clientScope } from '#platform/scope/make.ts'
import { palette } from '#ui/brand/palette.ts'
import { company } from './cast.ts'
import { photo, storeBytes } from './files.ts'
import { type About, type Paper, papersOf } from './papers.ts'
import { type Cast, daysAgo, type SeededPerson } from './stage.ts'

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
	await seedFromClient(cast)
}

async function seedPaper(cast: Cast, { accountId, siteId, household }: SeededPerson, paper: Paper): Promise<void> {
	const { workspaceId } = cast.scope
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
	const file = await storeBytes(workspaceId, `${paper.title}.pdf`, 'application/pdf', bytes)
	const placement = { accountId, siteId, folder: paper.folder, sharedWithPortal: paper.shared, title: paper.title }
	await daysAgo(ago, () => write(cast.scope, (writer) => addDocuments(writer, [file], placement)))
}

async function seedPhotos(cast: Cast, { accountId, siteId, household }: SeededPerson, seed: number): Promise<void> {
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
		await daysAgo(Math.max(0.2, household.since - 38), () =>
			write(cast.scope, (writer) => addDocuments(writer, [file], placement)),
		)
	}
}

/** What a client sent in herself: the photo of her panel's label. */
async function seedFromClient(cast: Cast): Promise<void> {
	const [maya] = cast.people
	if (!maya) return
	const scope = clientScope({
		workspaceId: cast.scope.workspaceId,
		contactId: maya.contactId,
		areas: ['documents', 'messages'],
		accountIds: [maya.accountId],
		siteIds: [],
		locale: 'en',
	})
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
