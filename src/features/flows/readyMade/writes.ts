import { type Writer, write } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import type { Stage } from '../rules.ts'
import { flowInput } from '../schema.ts'
import { insertFlow, publishDraft } from '../writes.ts'
import { type ReadyMade, readyMade } from './rules.ts'

type Language = 'en' | 'es'

/** Every ready-made flow, published: what a new company begins with. */
export function addAllReadyMade(scope: CompanyScope, language: Language): Promise<void> {
	return write(scope, async (writer) => {
		for (const flow of readyMade) {
			const id = await addReadyMade(writer, flow, language)
			await publishDraft(writer, id)
		}
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
