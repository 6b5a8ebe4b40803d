/** What the office's pages of direct links have in common; each route passes its own gate first. */
import { fail, type RequestEvent } from '@sveltejs/kit'
import { isTargetType, mostLinkDays } from '#features/access/directLinks/rules.ts'
import { mailDirectLink } from '#features/access/directLinks/sending/writes.ts'
import { createDirectLink } from '#features/access/directLinks/writes.ts'
import { now } from '#platform/clock/clock.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { fieldsOf, refusal } from './form.ts'

/** Makes the link that the form asks for, or mails it. Its address is in the answer to this one request and nowhere else. */
export async function makeLink(
	event: RequestEvent,
	scope: StaffScope,
	fixed: { contactId?: string; targetId?: string },
) {
	const { values } = await fieldsOf(event.request)
	const given: Record<string, string | undefined> = { type: 'document', ...values, ...fixed }
	const { contactId, targetId, type = '', days, how } = given
	const refused = (field: string, code: string) => fail(422, refusal(event.locals.locale, { [field]: code }, values))
	if (!contactId) return refused('contactId', 'required')
	if (!targetId) return refused('targetId', 'required')
	const count = Number(days)
	if (!(count >= 1 && count <= mostLinkDays)) return refused('days', 'out_of_range')
	if (!isTargetType(type)) return refused('targetId', 'target_type_unsupported')
	const expiresAt = new Date(now().getTime() + count * 86_400_000)
	const link = { contactId, target: { type, id: targetId }, expiresAt }
	const made =
		how === 'mail'
			? await mailDirectLink(scope, link)
			: { ...(await createDirectLink(scope, link)), to: null, wanted: true }
	if (!made.ok) return refused(made.path === 'contactId' ? 'contactId' : 'targetId', made.reason)
	const { title, to, wanted } = made
	return { made: { title, url: to === null || !wanted ? made.url : null, to, wanted } }
}
