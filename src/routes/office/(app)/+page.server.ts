import { redirect } from '@sveltejs/kit'
import { officeHome } from '#features/home/reads.ts'
import { waitingFor } from '#features/home/rules.ts'
import { displayName } from '#features/people/rules.ts'
import { setupState } from '#features/workspaces/setup/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import { formatDay } from '#platform/i18n/format.ts'
import * as gate from '../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'
import { settingsThere } from './settings/pages.ts'

export const load: PageServerLoad = async (event) => {
	if (gate.member(event).role === 'technician') redirect(303, '/office/visits')
	const scope = gate.staff(event)
	const place = { locale: event.locals.locale, timeZone: event.locals.workspace.timeZone }
	const manages = scope.role === 'owner' || scope.role === 'admin'
	const home = await read(scope, officeHome)
	const { setupClosedAt } = event.locals.workspace
	const setup = manages && !setupClosedAt ? await read(scope, setupState) : null
	const at = now()
	const waiting = event.locals.workspace.settings.modules.messages ? home.waiting : []
	return {
		setup,
		signIn: settingsThere.includes('sign-in') ? '/office/settings/sign-in' : '/office/settings/portal',
		mailed: event.url.searchParams.get('mailed'),
		today: new Intl.DateTimeFormat(place.locale, {
			timeZone: place.timeZone,
			weekday: 'long',
			month: 'long',
			day: 'numeric',
		}).format(at),
		waiting: waiting.map(({ id, accountName, contactName, lastLine, assigneeName, lastMessageAt }) => ({
			id,
			accountName,
			contactName,
			lastLine,
			assigneeName,
			since: waitingFor(new Date(lastMessageAt), at),
		})),
		toApprove: (event.locals.workspace.settings.modules.documents ? home.toApprove : []).map(
			({ id, projectId, projectName, title, accountName, sentAt, createdAt }) => ({
				id,
				projectId,
				projectName,
				title,
				accountName,
				since: waitingFor(sentAt ?? createdAt, at),
			}),
		),
		fromClients: home.fromClients.map(({ createdAt, ...document }) => ({
			...document,
			when: formatDay(createdAt, place),
		})),
		bounced: home.bounced.map(({ id, firstName, lastName, email, phone }) => ({
			id,
			name: `${firstName} ${lastName}`.trim(),
			address: email ?? phone ?? '',
		})),
		fromWebsite: home.fromWebsite.map(
			({ id, contactId, firstName, lastName, email, phone, message, known, createdAt }) => ({
				id,
				contactId,
				name: displayName({ firstName, lastName, email, phone }),
				message,
				known,
				since: waitingFor(createdAt, at),
			}),
		),
		forgetting: home.forgetting.map(({ contactId, createdAt, ...person }) => ({
			id: contactId,
			name: displayName(person),
			when: formatDay(createdAt, place),
		})),
		figures: home.figures,
	}
}
