import { changeDocument } from '#features/documents/keeping/writes.ts'
import { pairPictures } from '#features/documents/pictures/writes.ts'
import { listDocuments } from '#features/documents/reads.ts'
import { listProjects } from '#features/projects/reads.ts'
import { read } from '#platform/db/db.ts'
import { asMember, type Cast, daysAgo } from './stage.ts'

const captions: Record<string, string> = {
	'Roof after': 'The new panels, seen from the garden',
	Inverter: 'The inverter beside the panel in the garage',
}

/** The photos of a household become those of its project, with what they show, and the roof before and after as a pair. */
export async function seedPictures(cast: Cast): Promise<void> {
	const as = asMember(cast, 'Dev')
	for (const { accountId, household } of cast.people.slice(0, 8)) {
		const { photos, project } = await read(as, async (reader) => ({
			photos: (await listDocuments(reader, { accountId, pictures: true }, { limit: 9 })).rows,
			project: (await listProjects(reader, { filter: { accountId }, limit: 1 })).rows[0],
		}))
		await daysAgo(Math.max(0.1, household.since - 39), async () => {
			for (const { id, title, createdAt } of photos) {
				// Of those from before it began the house alone knows.
				const projectId = project && createdAt >= project.createdAt ? project.id : undefined
				await changeDocument(as, id, { projectId, caption: captions[title] })
			}
			const named = (title: string) => photos.find((photo) => photo.title === title)?.id
			const [beforeId, afterId] = [named('Roof before'), named('Roof after')]
			if (beforeId && afterId) await pairPictures(as, { beforeId, afterId })
		})
	}
}
