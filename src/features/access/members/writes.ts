import { and, eq, ne, sql } from 'drizzle-orm'
import { queueDelivery } from '#features/notifications/writes.ts'
import { changesOf } from '#features/people/events.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import { now } from '#platform/clock/clock.ts'
import { hashPassword, hashToken, newToken } from '#platform/crypto/crypto.ts'
import { read, sqlState, type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { type Weakness, weaknessOf } from '#platform/passwords/strength.ts'
import type { CompanyScope, Role, StaffScope } from '#platform/scope/scope.ts'
import { endSessions } from '../sessions/writes.ts'
import { challenges, members } from '../tables.ts'
import { tellOfChange } from '../telling/writes.ts'
import { findMember } from './reads.ts'
import { linkMinutes, mayManage } from './rules.ts'
import type { NewMember } from './schema.ts'

export interface MemberRecord {
	id: string
	email: string
	name: string
	role: Role
	status: 'invited' | 'active' | 'deactivated'
}
export type Invited =
	| { ok: true; member: MemberRecord; signInUrl: string }
	| { ok: false; reason: 'email_taken' | 'external_id_taken' | 'role_not_yours' }

/** Adds a member and sends a link that signs in once. The link is also returned, for who runs the installation. */
export async function inviteMember(
	scope: CompanyScope,
	input: NewMember,
	options: { send: boolean } = { send: true },
): Promise<Invited> {
	if (scope.kind === 'staff' && !mayManage(scope.role, input.role)) return { ok: false, reason: 'role_not_yours' }
	try {
		return await write(scope, (writer) => insertMember(writer, input, options))
	} catch (error) {
		const taken = takenBy(error)
		if (taken) return { ok: false, reason: taken }
		throw error
	}
}

function takenBy(error: unknown): 'email_taken' | 'external_id_taken' | null {
	const state = sqlState(error)
	if (state?.code !== '23505') return null
	return state.constraint === 'members_external' ? 'external_id_taken' : 'email_taken'
}

async function insertMember(
	writer: Writer<CompanyScope>,
	input: NewMember,
	{ send }: { send: boolean },
): Promise<Invited> {
	const { scope, db } = writer
	const workspace = await currentWorkspace(writer)
	const id = newId('mem')
	const member = { id, email: input.email, name: input.name, role: input.role, status: 'invited' as const }
	const language = input.language ?? workspace.language
	await db.insert(members).values({
		workspaceId: scope.workspaceId,
		...member,
		externalId: input.externalId ?? null,
		language,
		createdAt: now(),
		updatedAt: now(),
	})
	await writer.emit({
		type: 'member.invited',
		subject: { type: 'member', id },
		data: { email: input.email, role: input.role },
	})
	const signInUrl = await makeLink(writer, id, 'signIn')
	if (send) await sendLink(writer, { ...member, language }, 'signIn', signInUrl)
	return { ok: true, member, signInUrl }
}

/** A fresh link for a member, inside the caller's transaction; only its hash is stored. */
export async function makeLink(writer: Writer, memberId: string, kind: keyof typeof linkMinutes): Promise<string> {
	const link = await makeLinkOnce(writer, newId('chl'), memberId, kind)
	if (!link) throw new Error('an id was given twice')
	return link
}

/** The same under an id that the caller has chosen; null when there is a link of that id already. */
export async function makeLinkOnce(
	writer: Writer,
	id: string,
	memberId: string,
	kind: keyof typeof linkMinutes,
): Promise<string | null> {
	const token = newToken()
	const made = await writer.db
		.insert(challenges)
		.values({
			workspaceId: writer.scope.workspaceId,
			id,
			kind: 'memberLink',
			memberId,
			secretHash: hashToken(token),
			channel: 'email',
			attempts: 0,
			createdAt: now(),
			expiresAt: new Date(now().getTime() + linkMinutes[kind] * 60_000),
		})
		.onConflictDoNothing()
		.returning({ id: challenges.id })
	if (made.length === 0) return null
	return workspaceUrl(await currentWorkspace(writer), `/office/i/${token}`)
}

export async function sendLink(
	writer: Writer,
	member: { id: string; email: string; name: string; language: string; status: string },
	kind: keyof typeof linkMinutes,
	link: string,
): Promise<void> {
	const minutes = linkMinutes[kind]
	const common = { channel: 'email' as const, recipient: member.email, memberId: member.id, language: member.language }
	const goodUntil = new Date(now().getTime() + minutes * 60_000)
	if (kind === 'reset') {
		const values = { name: member.name, link, minutes }
		await queueDelivery(writer, {
			...common,
			event: 'member.passwordReset',
			template: 'passwordReset',
			values,
			goodUntil,
		})
	} else {
		const values = { name: member.name, link, minutes, first: member.status === 'invited' }
		await queueDelivery(writer, { ...common, event: 'member.invited', template: 'memberLink', values, goodUntil })
	}
}

/** Sends an invited member a new link. False for one who is deactivated or unknown. */
export function resendLink(scope: CompanyScope, memberId: string): Promise<boolean> {
	return write(scope, async (writer) => {
		const [member] = await writer.db
			.select()
			.from(members)
			.where(
				and(eq(members.workspaceId, scope.workspaceId), eq(members.id, memberId), ne(members.status, 'deactivated')),
			)
		if (!member) return false
		await sendLink(writer, member, 'signIn', await makeLink(writer, memberId, 'signIn'))
		return true
	})
}

export type Changed = { ok: true } | { ok: false; reason: 'unknown' | 'role_not_yours' | 'last_owner' }

/** Gives a member another role, or takes its access away or back. The last active owner stays one. */
export async function changeMember(
	scope: CompanyScope,
	id: string,
	change: { role?: Role; active?: boolean; name?: string },
): Promise<Changed> {
	return write(scope, async (writer) => {
		const { db } = writer
		// Owners are locked together, so that two owners cannot demote each other at the same moment.
		await db.execute(sql`select 1 from members where workspace_id = ${scope.workspaceId} and role = 'owner' for update`)
		const one = and(eq(members.workspaceId, scope.workspaceId), eq(members.id, id))
		const [member] = await db.select().from(members).where(one).for('update')
		if (!member) return { ok: false, reason: 'unknown' }
		const role = change.role ?? member.role
		if (scope.kind === 'staff' && !(mayManage(scope.role, member.role) && mayManage(scope.role, role)))
			return { ok: false, reason: 'role_not_yours' }
		const leaves =
			member.role === 'owner' && member.status === 'active' && (role !== 'owner' || change.active === false)
		if (leaves && !(await anotherOwner(writer, id))) return { ok: false, reason: 'last_owner' }
		const status =
			change.active === undefined
				? member.status
				: change.active
					? member.passwordHash
						? 'active'
						: 'invited'
					: 'deactivated'
		const next = { role, status, name: change.name ?? member.name }
		await db
			.update(members)
			.set({ ...next, updatedAt: now() })
			.where(one)
		if (status === 'deactivated' || role !== member.role) await endSessions(writer, { type: 'member', id })
		await writer.emit({
			type: 'member.changed',
			subject: { type: 'member', id },
			data: { role, status, changes: changesOf(member, next) },
		})
		return { ok: true }
	})
}

async function anotherOwner({ db, scope }: Writer, id: string): Promise<boolean> {
	const owners = and(
		eq(members.workspaceId, scope.workspaceId),
		eq(members.role, 'owner'),
		eq(members.status, 'active'),
		ne(members.id, id),
	)
	return (await db.select({ id: members.id }).from(members).where(owners).limit(1)).length > 0
}

/** Sets a member's own password; every other session of it ends. Why it is not good enough, or null when it is set. */
export async function setPassword(scope: StaffScope, password: string, keepSession: string): Promise<Weakness | null> {
	const about = await read(scope, async (reader) => {
		const me = await findMember(reader, scope.memberId)
		return [me?.name ?? null, me?.email ?? null, (await currentWorkspace(reader)).name]
	})
	const weakness = await weaknessOf(password, about)
	if (weakness) return weakness
	const passwordHash = await hashPassword(password)
	await write(scope, async (writer) => {
		await writer.db
			.update(members)
			.set({ passwordHash, updatedAt: now() })
			.where(and(eq(members.workspaceId, scope.workspaceId), eq(members.id, scope.memberId)))
		await endSessions(writer, { type: 'member', id: scope.memberId }, keepSession)
		await writer.emit({ type: 'member.passwordChanged', subject: { type: 'member', id: scope.memberId } })
		await tellOfChange(writer, { type: 'member', id: scope.memberId }, 'passwordSet')
	})
	return null
}

export async function updateOwnProfile(scope: StaffScope, change: { name: string; language: string }): Promise<void> {
	await write(scope, async ({ db, emit }) => {
		const mine = and(eq(members.workspaceId, scope.workspaceId), eq(members.id, scope.memberId))
		const [member] = await db.select().from(members).where(mine).for('update')
		if (!member) throw new Error('the member is gone')
		const changes = changesOf(member, change)
		if (Object.keys(changes).length === 0) return
		await db
			.update(members)
			.set({ ...change, updatedAt: now() })
			.where(mine)
		await emit({ type: 'member.changed', subject: { type: 'member', id: scope.memberId }, data: { changes } })
	})
}
