import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { holdExternalId } from '#features/people/external/writes.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { templateInput } from '../../schema.ts'
import { actionItemTemplates } from '../../tables.ts'
import { addTemplate, restoreTemplate } from '../writes.ts'
import { examples } from './rules.ts'

/** Every example: what a new company begins with. */
export async function addAllExamples(scope: CompanyScope): Promise<void> {
	await write(scope, (writer) =>
		readyTemplates(
			writer,
			examples.map(({ key }) => key),
		),
	)
}

/**
 * The templates of these examples, by key: made where the company has them not yet, back from the archive where they
 * are there. Of two at once the second finds those of the first.
 */
export async function readyTemplates(
	writer: Writer<CompanyScope>,
	keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
	const ids = new Map<string, string>()
	if (keys.length === 0) return ids
	await holdExternalId(writer, 'actionItemTemplate', 'ready-made')
	const { db, scope } = writer
	const known = await db
		.select({
			id: actionItemTemplates.id,
			key: actionItemTemplates.readyMade,
			archived: isNotNull(actionItemTemplates.archivedAt),
		})
		.from(actionItemTemplates)
		.where(
			and(eq(actionItemTemplates.workspaceId, scope.workspaceId), inArray(actionItemTemplates.readyMade, [...keys])),
		)
	for (const { key, ...example } of examples.filter((one) => keys.includes(one.key))) {
		const there = known.find((one) => one.key === key)
		if (there?.archived) await restoreTemplate(writer, there.id)
		ids.set(key, there?.id ?? (await addTemplate(writer, templateInput.parse(example), key)).id)
	}
	return ids
}
