import { bigint, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

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
	kind: text('kind', { enum: ['code', 'link', 'invitation', 'memberLink', 'addressCheck'] }).notNull(),
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
