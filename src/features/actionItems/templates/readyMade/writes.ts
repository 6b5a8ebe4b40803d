import { write } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { templateInput } from '../../schema.ts'
import { addTemplate } from '../writes.ts'
import { examples } from './rules.ts'

/** Every example: what a new company begins with. */
export function addAllExamples(scope: CompanyScope): Promise<void> {
	return write(scope, async (writer) => {
		for (const { key: _, ...example } of examples) await addTemplate(writer, templateInput.parse(example))
	})
}
