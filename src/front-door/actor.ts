import type { RequestEvent } from '@sveltejs/kit'
import { findClientSession, findStaffSession } from '#features/access/sessions/reads.ts'
import { touchSession } from '#features/access/sessions/writes.ts'
import { isDue } from '#features/terms/rules.ts'
import { workspaceOfHost } from '#features/workspaces/reads.ts'
import type { Workspace } from '#features/workspaces/tables.ts'
import type { Locale } from '#i18n'
import { theApp } from '#platform/app/app.ts'
import { hashToken } from '#platform/crypto/crypto.ts'
import { pickLocale } from '#platform/i18n/locale.ts'
import { log } from '#platform/log/log.ts'
import { clientScope, staffScope, visitorScope } from '#platform/scope/make.ts'
import type { ClientScope, StaffScope } from '#platform/scope/scope.ts'
import { areasFor } from './areas.ts'
import { cookieNames, type Face } from './cookies.ts'
import { guest } from './guests.ts'

type Identity = Pick<App.Locals, 'scope' | 'locale' | 'person' | 'termsDue' | 'usedBefore'>

/** Which of the two faces a path belongs to. */
export function faceOf(pathname: string): Face {
	return pathname === '/office' || pathname.startsWith('/office/') ? 'office' : 'portal'
}

/** Turns the request's cookie into exactly one scope, and says in which language to answer. */
export async function identify(event: RequestEvent, workspace: Workspace): Promise<Identity> {
	const face = faceOf(event.url.pathname)
	const invited = face === 'portal' ? await guest(event, workspace) : null
	if (invited) return invited
	const token = event.cookies.get(cookieNames[face])
	const found = token ? await (face === 'office' ? staff(workspace, token) : client(workspace, token)) : null
	if (found) return found
	const locale = visitorLocale(event, workspace)
	return { scope: visitorScope({ workspaceId: workspace.workspaceId, locale }), locale, person: null }
}

/** Who an open stream belongs to now, with what the company and its people may see now; null once that has ended. */
export async function identifyAgain<K extends 'client' | 'staff'>(
	event: RequestEvent,
	kind: K,
): Promise<(K extends 'client' ? ClientScope : StaffScope) | null> {
	const workspace = await workspaceOfHost(event.url.host, theApp().baseHost)
	if (workspace?.workspaceId !== event.locals.workspace.workspaceId) return null
	const { scope, termsDue } = await identify(event, workspace)
	return scope.kind === kind && !termsDue ? (scope as K extends 'client' ? ClientScope : StaffScope) : null
}

function visitorLocale(event: RequestEvent, workspace: Workspace): Locale {
	// A website that leads here, or frames a page of ours, says in which language it speaks.
	const wanted = event.url.searchParams.get('lang')
	return pickLocale(
		wanted ?? event.cookies.get('language'),
		event.request.headers.get('accept-language'),
		workspace.language,
	)
}

async function client(workspace: Workspace, token: string): Promise<Identity | null> {
	const session = await findClientSession(workspace.workspaceId, hashToken(token))
	if (!session) return null
	keepAlive(workspace.workspaceId, session, { type: 'contact', id: session.contactId })
	const locale = pickLocale(session.language, null, workspace.language)
	const { contactId, accountIds, siteIds, projectIds, delegateOf, mayInvite } = session
	const areas = areasFor(workspace, session)
	const who = { workspaceId: workspace.workspaceId, contactId, delegateOf, mayInvite }
	const scope = clientScope({ ...who, areas, accountIds, siteIds, projectIds, locale })
	const accepted = { language: locale, accepted: session.termsVersion }
	const name = `${session.firstName} ${session.lastName}`.trim() || session.email || session.phone || ''
	return {
		scope,
		locale,
		termsDue: isDue(workspace.terms, accepted, workspace.language),
		usedBefore: session.lastSeenAt,
		person: { id: session.contactId, sessionId: session.id, name, firstName: session.firstName, email: session.email },
	}
}

async function staff(workspace: Workspace, token: string): Promise<Identity | null> {
	const session = await findStaffSession(workspace.workspaceId, hashToken(token))
	if (!session) return null
	keepAlive(workspace.workspaceId, session, { type: 'member', id: session.memberId })
	const locale = pickLocale(session.language, null, workspace.language)
	const scope = staffScope({
		workspaceId: workspace.workspaceId,
		memberId: session.memberId,
		role: session.role,
		locale,
	})
	const name = session.name || session.email
	return {
		scope,
		locale,
		usedBefore: session.lastSeenAt,
		person: {
			id: session.memberId,
			sessionId: session.id,
			name,
			firstName: name.split(' ')[0] ?? '',
			email: session.email,
			twoFactor: session.twoFactor,
		},
	}
}

/** A session in use is prolonged every few minutes, beside the request and not in its way. */
function keepAlive(
	workspaceId: string,
	session: { id: string; lastSeenAt: Date },
	who: { type: 'contact' | 'member'; id: string },
): void {
	if (Date.now() - session.lastSeenAt.getTime() < 5 * 60_000) return
	touchSession(workspaceId, session.id, who).catch((error) =>
		log.warn({ err: error.message }, 'a session could not be prolonged'),
	)
}
