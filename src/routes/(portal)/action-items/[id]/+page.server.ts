import { error, redirect } from '@sveltejs/kit'
import { findItemWithAnswers } from '#features/actionItems/answers/reads.ts'
import { dropFile } from '#features/actionItems/files/writes.ts'
import { answerViews, formOf, lineOf } from '#features/actionItems/views/rules.ts'
import { textIn } from '#features/flows/rules.ts'
import { m } from '#messages'
import { errorText } from '#platform/api/error-text.ts'
import { read } from '#platform/db/db.ts'
import { formatDateTime } from '#platform/i18n/format.ts'
import { fieldsOf } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import { itemReading } from '../reading.ts'
import type { Actions, PageServerLoad } from './$types'

/** Something that a client has to do, with its form; once it is done, what was answered. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'projects')
	const { searchParams } = event.url
	const found = await read(scope, (reader) => findItemWithAnswers(reader, event.params.id))
	if (!found) error(404)
	const { item, answers, waiting } = found
	const reading = itemReading(event.locals)
	const open = item.state === 'open'
	const refused = open && searchParams.get('refused') === 'incomplete'
	return {
		item: {
			...lineOf(item, reading),
			projectId: item.projectId,
			projectName: item.projectName,
			instructions: textIn(item.instructions, reading.locale, reading.fallback),
			reason: open ? item.reason : null,
		},
		form: open ? formOf(item, { waiting, contactId: scope.contactId, refused }, reading) : null,
		answers: answerViews(item, answers, reading),
		refusedFile: open && !refused ? refusedFile(event) : null,
		done: !open && searchParams.has('done'),
		late: !open && searchParams.has('late') ? lateWords(answers[0]?.by ?? null, item, event.locals) : null,
		sees: scope.areas.includes('documents'),
	}
}

/** What somebody reads who did it when it was done already. */
function lateWords(who: string | null, { completedAt }: { completedAt: Date | null }, locals: App.Locals): string {
	const { locale } = locals
	if (!who || !completedAt) return m.items_late({}, { locale })
	const when = formatDateTime(completedAt, { locale, timeZone: locals.workspace.timeZone })
	return m.items_late_by({ who, when }, { locale })
}

/** Why a file that was sent without scripts was refused. */
function refusedFile({ url, locals }: { url: URL; locals: App.Locals }): string | null {
	const code = url.searchParams.get('refused')?.match(/^[a-z_]{1,40}$/)?.[0]
	if (!code) return null
	const name = url.searchParams.get('name')?.slice(0, 200)
	const text = errorText(code, locals.locale)
	return name ? m.documents_refused_file({ name, problem: text }, { locale: locals.locale }) : text
}

export const actions: Actions = {
	drop: async (event) => {
		const scope = gate.client(event, 'projects')
		const { values } = await fieldsOf(event.request)
		if ((await dropFile(scope, event.params.id, values)) === null) error(404)
		redirect(303, `/action-items/${event.params.id}`)
	},
}
