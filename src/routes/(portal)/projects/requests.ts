import type { DocumentRequest } from '#features/documentRequests/reads.ts'
import { formatDate } from '#platform/i18n/format.ts'

/** A request as its client reads it. */
export function requestView(request: DocumentRequest, { locale }: Pick<App.Locals, 'locale'>) {
	const { id, title, description, state, reason, dueOn, files } = request
	return {
		id,
		title,
		description,
		state,
		reason: state === 'sentBack' ? reason : null,
		due: dueOn && state !== 'approved' ? formatDate(new Date(`${dueOn}T12:00:00Z`), { locale, timeZone: 'UTC' }) : null,
		files: files.map((file) => ({ id: file.id, title: file.title })),
	}
}
