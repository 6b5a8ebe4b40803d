import { type AccessArea, accessAreas } from '#platform/scope/scope.ts'
import type { ContactKind, LinkType, Person, PortalStatus } from '../rules.ts'

export interface Mergeable extends Person {
	id: string
	externalId?: string | null
	kind: ContactKind
	phoneExt?: string | null
	language?: string | null
	marketingOptIn: boolean
	accessAreas: readonly AccessArea[]
	portalStatus: PortalStatus
	links: readonly { type: LinkType; id: string }[]
}

type Lent = Pick<Mergeable, 'links' | 'accessAreas'> & { id: string; delegateOf: string | null }

/**
 * What somebody saw only because another contact let it in was lent, and is not merged into what somebody has in its own
 * right: the one of the two who was let in brings neither links nor areas along. Two whom the same contact let in are one still.
 */
export function withoutLent<C extends Lent>(keep: C, remove: C): [C, C] {
	if (keep.delegateOf === remove.delegateOf) return [keep, remove]
	if (remove.delegateOf) return [keep, { ...remove, links: [], accessAreas: [] }]
	return [{ ...keep, links: [], accessAreas: remove.accessAreas, delegateOf: null }, remove]
}

export interface MergePlan {
	keep: string
	remove: string
	/** Fields of the kept contact that change. */
	changes: Partial<Omit<Mergeable, 'id' | 'links'>>
	addLinks: { type: LinkType; id: string }[]
	/** Fields in which the two disagree; the kept one's value stays. */
	conflicts: { field: string; kept: string; dropped: string }[]
}

/** What a merge looks at of a kept record. */
export function mergeable<
	C extends Omit<Mergeable, 'links' | 'phoneExt'> & {
		phoneExtension: string | null
		links: readonly { type: LinkType; accountId: string; siteId: string | null; projectId?: string | null }[]
	},
>(contact: C): Mergeable {
	const links = contact.links.map((link) => ({ type: link.type, id: link.projectId ?? link.siteId ?? link.accountId }))
	return { ...contact, phoneExt: contact.phoneExtension, links }
}

const mergedFields = ['externalId', 'firstName', 'lastName', 'email', 'phone', 'language'] as const

/** Statuses from the one that must survive a merge: nobody is let back in by merging. */
const strongest: PortalStatus[] = ['suspended', 'enrolled', 'invited', 'notEnrolled']

/** One contact out of two: blanks are filled, links joined, disagreements told; the removed one's e-mail is never lost in silence. */
export function mergePlan(keep: Mergeable, remove: Mergeable): MergePlan {
	const changes: MergePlan['changes'] = {}
	const conflicts: MergePlan['conflicts'] = []
	for (const field of mergedFields) {
		const [kept, dropped] = [keep[field], remove[field]]
		if (!kept && dropped) changes[field] = dropped
		else if (kept && dropped && kept !== dropped) conflicts.push({ field, kept, dropped })
	}
	if (changes.phone) changes.phoneExt = remove.phoneExt ?? null
	if (keep.portalStatus !== statusOfBoth(keep, remove)) changes.portalStatus = statusOfBoth(keep, remove)
	if (keep.marketingOptIn && !remove.marketingOptIn) changes.marketingOptIn = false
	const areas = areasOfBoth(keep, remove)
	if (areas.length > keep.accessAreas.length) changes.accessAreas = areas
	return { keep: keep.id, remove: remove.id, changes, addLinks: newLinks(keep, remove), conflicts }
}

function statusOfBoth(keep: Mergeable, remove: Mergeable): PortalStatus {
	return strongest.find((status) => status === keep.portalStatus || status === remove.portalStatus) ?? keep.portalStatus
}

/** Two of one kind see what either saw; a lender merged into a client brings no area along. */
function areasOfBoth(keep: Mergeable, remove: Mergeable): AccessArea[] {
	if (keep.kind !== remove.kind) return [...keep.accessAreas]
	return accessAreas.filter((area) => keep.accessAreas.includes(area) || remove.accessAreas.includes(area))
}

function newLinks(keep: Mergeable, remove: Mergeable): MergePlan['addLinks'] {
	return remove.links.filter((link) => !keep.links.some((mine) => mine.type === link.type && mine.id === link.id))
}
