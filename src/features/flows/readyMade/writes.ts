import { readyTemplates } from '#features/actionItems/templates/readyMade/writes.ts'
import { holdExternalId } from '#features/people/external/writes.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { type FlowInput, flowInput } from '../schema.ts'
import { type FlowOutcome, insertFlow, publishDraft } from '../writes.ts'
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
		for (const model of readyMade) {
			const input = flowInput.parse({ name: model.name[language], projectType: model.projectType })
			const made = await insertReadyMade(writer, model, language, input)
			if (!made.ok) throw new Error(made.reason)
			await publishDraft(writer, made.flow.id)
		}
		return readyMade.length
	})
}

/** A flow of the company's own that begins with the stages of a ready-made one, as a draft to be changed and published. */
export function createFromReadyMade(
	scope: CompanyScope,
	model: ReadyMade,
	language: Language,
	input: FlowInput,
): Promise<FlowOutcome> {
	return write(scope, (writer) => insertReadyMade(writer, model, language, input))
}

/** With the templates that its steps give clients to do: those that the company has, and those that it has not. */
async function insertReadyMade(
	writer: Writer<CompanyScope>,
	{ items, stages }: ReadyMade,
	language: Language,
	input: FlowInput,
): Promise<FlowOutcome> {
	const templates = await readyTemplates(writer, items)
	const { stages: drawn } = flowInput.parse({ name: input.name, stages: stages(language, templates) })
	return insertFlow(writer, { ...input, stages: drawn })
}
