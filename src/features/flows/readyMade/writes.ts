import { holdExternalId } from '#features/people/external/writes.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import type { Stage } from '../rules.ts'
import { flowInput } from '../schema.ts'
import { insertFlow, publishDraft } from '../writes.ts'
import { type ReadyMade, readyMade } from './rules.ts'

type Language = 'en' | 'es'

/** Every ready-made flow, published: what a company that has none begins with. Returns how many; of two at once the second adds none. */
export function addAllReadyMade(scope: CompanyScope, language: Language): Promise<number> {
	return write(scope, async (writer) => {
		await holdExternalId(writer, 'flow', 'ready-made')
		const { rows } = await writer.client.query('select 1 from flows where workspace_id = $1 limit 1', [
			scope.workspaceId,
		])
		if (rows.length > 0) return 0
		for (const flow of readyMade) {
			const id = await addReadyMade(writer, flow, language)
			await publishDraft(writer, id)
		}
		return readyMade.length
	})
}

/** One of them as a draft, to be changed and published. Returns its id. */
export async function addReadyMade(
	writer: Writer<CompanyScope>,
	{ name, projectType, stages }: ReadyMade,
	language: Language,
	change: (stages: Stage[]) => Stage[] = (same) => same,
): Promise<string> {
	const input = flowInput.parse({ name: name[language], projectType, stages: change(stages(language)) })
	const made = await insertFlow(writer, input)
	if (!made.ok) throw new Error(made.reason)
	return made.flow.id
}
