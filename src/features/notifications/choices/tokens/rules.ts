import { keyedHash, sameHash } from '#platform/crypto/crypto.ts'
import { type NoticeKind, noticeKinds } from '../schema.ts'

/** Lets whoever holds it switch off one kind of notice for one contact, and nothing else. The same mail always has the same. */
export function unsubscribeToken(workspaceId: string, contactId: string, kind: NoticeKind): string {
	return `${contactId}.${kind}.${proof(workspaceId, contactId, kind)}`
}

export function readToken(workspaceId: string, token: string): { contactId: string; kind: NoticeKind } | null {
	const [contactId = '', name, given = ''] = token.split('.')
	const kind = noticeKinds.find((one) => one === name)
	return kind && sameHash(proof(workspaceId, contactId, kind), given) ? { contactId, kind } : null
}

function proof(workspaceId: string, contactId: string, kind: NoticeKind): string {
	return keyedHash('unsubscribe', [workspaceId, contactId, kind].join(' '))
}
