import type { LiveHint } from '../events/insert.ts'
import { type ClientScope, mayArea, type StaffScope } from '../scope/scope.ts'

/** What a page hears: enough to know whether to read again. Everything else it reads under its own scope. */
export interface LiveNews {
	type: string
	/** The subject's id. */
	id: string
	/** The listener itself caused it. */
	mine: boolean
	accountId?: string
	data?: Record<string, unknown>
}

/** News of a client's own that it may hear of; whatever is not named here stays unheard. */
const aboutMe = new Set(['message.sent', 'message.read', 'message.position', 'message.typing', 'contact.updated'])
const aboutFiles = new Set(['document.shared', 'document.unshared', 'document.removed', 'document.restored'])

const aboutRequests = new Set([
	'documentRequest.asked',
	'documentRequest.updated',
	'documentRequest.sent',
	'documentRequest.approved',
	'documentRequest.sentBack',
	'documentRequest.withdrawn',
	'contract.sent',
	'contract.confirmed',
	'contract.sentBack',
])

const aboutOffers = new Set(['offer.accepted', 'offer.declined', 'offer.withdrawn'])

const aboutVisits = new Set([
	'visit.scheduled',
	'visit.updated',
	'visit.rescheduled',
	'visit.cancelled',
	'visit.onTheWay',
	'visit.arrived',
	'visit.completed',
])

const aboutItems = new Set([
	'actionItem.assigned',
	'actionItem.completed',
	'actionItem.reopened',
	'actionItem.withdrawn',
])

const aboutProjects = new Set([
	'project.created',
	'project.updated',
	'project.moved',
	'project.moveUndone',
	'project.restarted',
	'project.remapped',
	'project.archived',
	'project.restored',
])

const aboutDrawings = new Set(['drawing.saved', 'drawing.handedIn', 'drawing.reopened'])

/** A client hears of itself, of its projects, and of files that came or went in accounts and at sites that it is linked to. */
export function newsForClient(scope: ClientScope, hint: LiveHint): LiveNews | null {
	if (hint.w !== scope.workspaceId) return null
	const own = hint.c === scope.contactId && aboutMe.has(hint.t) && (!isMessage(hint.t) || mayArea(scope, 'messages'))
	const file = aboutFiles.has(hint.t) && mayArea(scope, 'documents') && isAtPlaceOf(scope, hint)
	const project = aboutProjects.has(hint.t) && mayArea(scope, 'projects') && isProjectOf(scope, hint)
	const request = aboutRequests.has(hint.t) && isRequestTo(scope, hint)
	const visit = aboutVisits.has(hint.t) && mayArea(scope, 'visits') && isAtPlaceOf(scope, hint)
	const drawing = aboutDrawings.has(hint.t) && mayArea(scope, 'projects') && isAtPlaceOf(scope, hint)
	const item = aboutItems.has(hint.t) && isItemOf(scope, hint)
	const site = hint.t === 'site.handedOver' && isAtPlaceOf(scope, hint)
	const offer = aboutOffers.has(hint.t) && mayArea(scope, 'proposals') && isAtPlaceOf(scope, hint)
	const about = own || file || project || request || visit || drawing || offer || site || item
	return about ? newsOf(hint, scope.contactId) : null
}

/** Staff hear of everything in their workspace; technicians, who have no inbox, not of messages. */
export function newsForStaff(scope: StaffScope, hint: LiveHint): LiveNews | null {
	if (hint.w !== scope.workspaceId) return null
	if (scope.role === 'technician' && isMessage(hint.t)) return null
	return { ...newsOf(hint, scope.memberId), accountId: hint.a }
}

/** True where a hint may mean that whoever listens has been shown out, or may now see more or less. */
export function concernsAccess(scope: ClientScope | StaffScope, hint: LiveHint): boolean {
	if (hint.w !== scope.workspaceId) return false
	if (scope.kind === 'staff') return hint.s === scope.memberId
	if (hint.t === 'terms.published') return true
	if (scope.preview?.memberId === hint.s) return true
	const people = [scope.contactId, scope.delegateOf]
	if ((hint.c && people.includes(hint.c)) || people.includes(hint.s)) return !isMessage(hint.t)
	// A site came or went: what can be seen is another now.
	if (hint.t === 'site.handedOver' && isAtPlaceOf(scope, hint)) return true
	return (hint.t === 'account.updated' && hint.d?.portal === true) || aboutAll.has(hint.t)
}

/** Rare, and may shut out or let in anybody: who was linked to what is known only after another look. */
const aboutAll = new Set(['account.archived', 'account.restored', 'account.merged', 'workspace.updated'])

/** What a client's page is told when it may see more or less than before. */
export function accessNews(scope: ClientScope): LiveNews {
	return { type: 'contact.accessChanged', id: scope.contactId, mine: false }
}

function isAtPlaceOf(scope: ClientScope, { a: accountId, si: siteId }: LiveHint): boolean {
	return (
		(accountId !== undefined && scope.accountIds.includes(accountId)) ||
		(siteId !== undefined && scope.siteIds.includes(siteId))
	)
}

function isProjectOf(scope: ClientScope, hint: LiveHint): boolean {
	return isAtPlaceOf(scope, hint) || (scope.projectIds ?? []).includes(hint.s)
}

/** Given to nobody else, in an account or at a site of its own. */
function isItemOf(scope: ClientScope, hint: LiveHint): boolean {
	return mayArea(scope, 'projects') && isAtPlaceOf(scope, hint) && (!hint.c || hint.c === scope.contactId)
}

/** Asked of nobody else, in an account or at a site of its own. */
function isRequestTo(scope: ClientScope, hint: LiveHint): boolean {
	const sees = mayArea(scope, 'documents') && mayArea(scope, 'projects') && isAtPlaceOf(scope, hint)
	return sees && (!hint.c || hint.c === scope.contactId)
}

function isMessage(type: string): boolean {
	return type.startsWith('message.') || type.startsWith('conversation.')
}

function newsOf(hint: LiveHint, me: string): LiveNews {
	return { type: hint.t, id: hint.s, mine: hint.by === me, data: hint.d }
}
