import type { DocumentRequest } from '#features/documentRequests/reads.ts'
import { m } from '#messages'
import { formatDate } from '#platform/i18n/format.ts'

/** A request as its client reads it. */
export function requestView(request: DocumentRequest, { locale }: Pick<App.Locals, 'locale'>) {
	const { id, title, description, state, reason, dueOn, files } = request
	return {
		id,
		title,
		description,
		state,
		stateLabel: m.requests_state({ state }, { locale }),
		reason: state === 'sentBack' && reason ? m.requests_reason({ reason }, { locale }) : null,
		due: dueOn && state !== 'approved' ? m.requests_due({ day: dayOf(dueOn, locale) }, { locale }) : null,
		thanks: m.requests_thanks({}, { locale }),
		filesLabel: m.requests_files({ title }, { locale }),
		files: files.map((file) => ({ id: file.id, title: file.title })),
	}
}

function dayOf(day: string, locale: App.Locals['locale']): string {
	return formatDate(new Date(`${day}T12:00:00Z`), { locale, timeZone: 'UTC' })
}
