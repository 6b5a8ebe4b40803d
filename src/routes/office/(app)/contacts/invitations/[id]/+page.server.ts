import { error } from '@sveltejs/kit'
import { findRun, skippedOf } from '#features/access/invitations/runs/reads.ts'
import { formatPhone } from '#features/people/channels/rules.ts'
import { displayName } from '#features/people/rules.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

const pageSize = 50

/** How far an invitation of many has come, and whom it skipped. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	const after = event.url.searchParams.get('after')?.slice(0, 60) ?? null
	const { country } = event.locals.workspace
	const found = await read(scope, async (reader) => {
		const run = await findRun(reader, event.params.id)
		return run && { run, rows: await skippedOf(reader, run.id, { after, limit: pageSize + 1 }) }
	})
	if (!found) error(404)
	const rows = found.rows.slice(0, pageSize)
	return {
		run: found.run,
		rows: rows.map(({ contactId, reason, ...person }) => {
			const phone = person.phone && formatPhone(person.phone, country)
			return { id: contactId, reason, name: displayName({ ...person, phone }), address: person.email ?? phone ?? '' }
		}),
		first: after !== null,
		next: found.rows.length > pageSize ? (rows.at(-1)?.contactId ?? null) : null,
	}
}
