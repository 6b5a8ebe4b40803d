import { expect, test } from 'vitest'
import { moveProject } from '#features/projects/moves/writes.ts'
import { listProjects } from '#features/projects/reads.ts'
import { read } from '#platform/db/db.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDrawing, makePlane } from '#support/drawing.ts'
import { useInstallation } from '#support/installation.ts'
import { makeProject } from '#support/project.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { eraseContact } from '../writes.ts'

useInstallation([])

test('API-4: erasing a person takes its name out of its projects and of what was noted with their moves', async () => {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const fields = { firstName: 'Zenobia', lastName: 'Quillfeather', sortName: 'quillfeather zenobia' }
	const person = await makeContact({ accounts: [account], ...fields })
	const project = await makeProject({ account, name: 'Roof of Zenobia Quillfeather' })
	await moveProject(scope, project.id, { stepId: 'b', note: 'Zenobia Quillfeather called' })
	await makeDrawing(scope, project.id, [makePlane('Garage of Zenobia Quillfeather')])
	const erased = await eraseContact(scope, person.id, { texts: false })
	expect(erased).toMatchObject({ ok: true, report: { pseudonymised: { projects: 3 } } })
	const { rows } = await read(scope, ({ client }) =>
		client.query(
			'select p.name, p.search, m.note, d.planes from projects p join project_moves m on m.project_id = p.id join roof_drawings d on d.project_id = p.id',
		),
	)
	expect(rows.length).toBeGreaterThan(0)
	expect(JSON.stringify(rows)).not.toMatch(/zenobia|quillfeather/i)
	const found = await read(scope, (reader) => listProjects(reader, { filter: { q: 'zenobia' } }))
	expect(found.rows).toEqual([])
})
