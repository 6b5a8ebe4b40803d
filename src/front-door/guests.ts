/** Who comes to the portal by another way than its own sign-in: with a direct link, or from the office to look at it. */
import type { RequestEvent } from '@sveltejs/kit'
import { findDirectLink } from '#features/access/directLinks/reads.ts'
import { tokenOf } from '#features/access/directLinks/rules.ts'
import { findPreview } from '#features/access/previews/reads.ts'
import { nameOf } from '#features/access/reach/reads.ts'
import type { Workspace } from '#features/workspaces/tables.ts'
import { hashToken } from '#platform/crypto/crypto.ts'
import { pickLocale } from '#platform/i18n/locale.ts'
import { clientScope, linkScope } from '#platform/scope/make.ts'
import { areasFor } from './areas.ts'
import { previewToken } from './cookies.ts'

type Guest = Pick<App.Locals, 'scope' | 'locale' | 'person'>

export async function guest(event: RequestEvent, workspace: Workspace): Promise<Guest | null> {
	const token = tokenOf(event.url.pathname)
	return token ? linkHolder(workspace, token) : previewer(workspace, previewToken(event.cookies))
}

/** The token stands in the address and nowhere else: a browser never sends it along by itself. */
async function linkHolder(workspace: Workspace, token: string): Promise<Guest | null> {
	const link = await findDirectLink(workspace.workspaceId, hashToken(token))
	if (!link) return null
	const { id, contactId, accountIds, siteIds, projectIds, targetType, targetId } = link
	const locale = pickLocale(link.language, null, workspace.language)
	const scope = linkScope({
		workspaceId: workspace.workspaceId,
		linkId: id,
		contactId,
		target: { type: targetType, id: targetId },
		areas: areasFor(workspace, link),
		accountIds,
		siteIds,
		projectIds,
		locale,
	})
	return { scope, locale, person: null }
}

/** In the contact's language, as it sees it; only the banner speaks the member's. */
async function previewer(workspace: Workspace, token: string | undefined): Promise<Guest | null> {
	const preview = token ? await findPreview(workspace.workspaceId, hashToken(token)) : null
	if (!preview) return null
	const { id, memberId, contactId, accountIds, siteIds, projectIds, delegateOf, mayInvite } = preview
	const locale = pickLocale(preview.language, null, workspace.language)
	const scope = clientScope({
		workspaceId: workspace.workspaceId,
		contactId,
		delegateOf,
		mayInvite,
		areas: areasFor(workspace, preview),
		accountIds,
		siteIds,
		projectIds,
		locale,
		preview: { id, memberId, locale: pickLocale(preview.memberLanguage, null, workspace.language) },
	})
	const { firstName, email } = preview
	return { scope, locale, person: { id: contactId, sessionId: id, name: nameOf(preview), firstName, email } }
}
