import { bigint, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Actor, LinkTargetType } from '#platform/scope/scope.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const members = pgTable('members', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	externalId: text('external_id'),
	email: text('email').notNull(),
	name: text('name').notNull(),
	phone: text('phone'),
	role: text('role', { enum: ['owner', 'admin', 'office', 'technician'] }).notNull(),
	status: text('status', { enum: ['invited', 'active', 'deactivated'] }).notNull(),
	language: text('language').notNull(),
	passwordHash: text('password_hash'),
	totpSecret: text('totp_secret'),
	totpEnabledAt: time('totp_enabled_at'),
	totpLastStep: bigint('totp_last_step', { mode: 'number' }),
	lastSeenAt: time('last_seen_at'),
	createdAt: time('created_at').notNull(),
	updatedAt: time('updated_at').notNull(),
})

export const sessions = pgTable('sessions', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	tokenHash: text('token_hash').notNull(),
	actorType: text('actor_type', { enum: ['member', 'contact'] }).notNull(),
	memberId: text('member_id'),
	contactId: text('contact_id'),
	method: text('method').notNull(),
	userAgent: text('user_agent').notNull(),
	ip: text('ip').notNull(),
	createdAt: time('created_at').notNull(),
	lastSeenAt: time('last_seen_at').notNull(),
	expiresAt: time('expires_at').notNull(),
})

export const challenges = pgTable('challenges', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	kind: text('kind', {
		enum: ['code', 'link', 'invitation', 'memberLink', 'addressCheck', 'resetAsk', 'reset', 'passkey'],
	}).notNull(),
	contactId: text('contact_id'),
	memberId: text('member_id'),
	identifierHash: text('identifier_hash'),
	secretHash: text('secret_hash').notNull(),
	channel: text('channel', { enum: ['email', 'sms'] }),
	recipient: text('recipient'),
	nextPath: text('next_path'),
	target: text('target'),
	attempts: integer('attempts').notNull().default(0),
	createdAt: time('created_at').notNull(),
	expiresAt: time('expires_at').notNull(),
	openedAt: time('opened_at'),
	spentAt: time('spent_at'),
})

export const apiKeys = pgTable('api_keys', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	name: text('name').notNull(),
	hint: text('hint').notNull(),
	tokenHash: text('token_hash').notNull(),
	grants: text('grants').array().notNull(),
	createdBy: text('created_by'),
	createdAt: time('created_at').notNull(),
	lastUsedAt: time('last_used_at'),
	revokedAt: time('revoked_at'),
})

export const contactPasswords = pgTable('contact_passwords', {
	workspaceId: text('workspace_id').notNull(),
	contactId: text('contact_id').notNull(),
	hash: text('hash').notNull(),
	setAt: time('set_at').notNull(),
})

export const passkeys = pgTable('passkeys', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	contactId: text('contact_id'),
	memberId: text('member_id'),
	credentialId: text('credential_id').notNull(),
	publicKey: text('public_key').notNull(),
	counter: bigint('counter', { mode: 'number' }).notNull(),
	transports: text('transports').array().notNull(),
	host: text('host').notNull(),
	name: text('name').notNull(),
	createdAt: time('created_at').notNull(),
	lastUsedAt: time('last_used_at'),
})

export const devices = pgTable('devices', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	contactId: text('contact_id'),
	memberId: text('member_id'),
	tokenHash: text('token_hash').notNull(),
	firstSeenAt: time('first_seen_at').notNull(),
	lastSeenAt: time('last_seen_at').notNull(),
})

export const recoveryCodes = pgTable('recovery_codes', {
	workspaceId: text('workspace_id').notNull(),
	memberId: text('member_id').notNull(),
	codeHash: text('code_hash').notNull(),
	spentAt: time('spent_at'),
})

export const directLinks = pgTable('direct_links', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	contactId: text('contact_id').notNull(),
	targetType: text('target_type').$type<LinkTargetType>().notNull(),
	targetId: text('target_id').notNull(),
	tokenHash: text('token_hash').notNull(),
	createdByType: text('created_by_type').$type<Actor['type']>().notNull(),
	createdById: text('created_by_id'),
	createdAt: time('created_at').notNull(),
	expiresAt: time('expires_at').notNull(),
	revokedAt: time('revoked_at'),
	lastOpenedAt: time('last_opened_at'),
	timesOpened: integer('times_opened').notNull().default(0),
})

export const previews = pgTable('previews', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	tokenHash: text('token_hash').notNull(),
	memberId: text('member_id').notNull(),
	sessionId: text('session_id'),
	contactId: text('contact_id').notNull(),
	createdAt: time('created_at').notNull(),
	expiresAt: time('expires_at').notNull(),
	endedAt: time('ended_at'),
})
