import { sql } from 'drizzle-orm'
import { boolean, doublePrecision, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { NoticeChoices } from '#features/notifications/choices/schema.ts'
import type { AccessArea } from '#platform/scope/scope.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })
const record = () => ({
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	externalId: text('external_id'),
	search: text('search').notNull().default(''),
	createdAt: time('created_at').notNull(),
	updatedAt: time('updated_at').notNull(),
	archivedAt: time('archived_at'),
})

export const accounts = pgTable('accounts', {
	...record(),
	name: text('name').notNull(),
	kind: text('kind', { enum: ['household', 'organisation'] }).notNull(),
	/** The account that took this one in. */
	mergedInto: text('merged_into'),
	portalEnabled: boolean('portal_enabled').notNull().default(true),
	leadSource: text('lead_source'),
	sortName: text('sort_name').generatedAlwaysAs(sql`lower(name)`).notNull(),
	notes: text('notes').notNull().default(''),
})

export const sites = pgTable('sites', {
	...record(),
	accountId: text('account_id').notNull(),
	name: text('name').notNull().default(''),
	line1: text('line1').notNull().default(''),
	line2: text('line2').notNull().default(''),
	city: text('city').notNull().default(''),
	region: text('region').notNull().default(''),
	postalCode: text('postal_code').notNull().default(''),
	country: text('country').notNull().default(''),
	lat: doublePrecision('lat'),
	lng: doublePrecision('lng'),
})

export const contacts = pgTable('contacts', {
	...record(),
	kind: text('kind', { enum: ['client', 'lender', 'vendor', 'authority', 'other'] }).notNull(),
	firstName: text('first_name').notNull().default(''),
	lastName: text('last_name').notNull().default(''),
	sortName: text('sort_name').notNull().default(''),
	email: text('email'),
	phone: text('phone'),
	phoneExtension: text('phone_extension'),
	language: text('language').notNull().default('en'),
	marketingOptIn: boolean('marketing_opt_in').notNull().default(false),
	accessAreas: text('access_areas').array().$type<AccessArea[]>().notNull(),
	portalStatus: text('portal_status', { enum: ['notEnrolled', 'invited', 'enrolled', 'suspended'] }).notNull(),
	suspendedNote: text('suspended_note'),
	statusBeforeSuspension: text('status_before_suspension'),
	invitationBounced: boolean('invitation_bounced').notNull().default(false),
	invitedAt: time('invited_at'),
	registeredAt: time('registered_at'),
	lastSeenAt: time('last_seen_at'),
	/** The latest version of the terms that it has accepted. */
	termsVersion: integer('terms_version').notNull().default(0),
	/** Null for one that the company entered. */
	source: text('source', { enum: ['registered'] }),
	/** `lastSeenAt` as lists sort it: never seen comes before everything. */
	seenOrder: time('seen_order').generatedAlwaysAs(sql`coalesce(last_seen_at, '-infinity')`).notNull(),
	/** The contact that took this one in. */
	mergedInto: text('merged_into'),
	notes: text('notes').notNull().default(''),
	noticeChoices: jsonb('notice_choices').$type<NoticeChoices>().notNull().default({}),
	mayInvite: boolean('may_invite').notNull().default(false),
	delegateOf: text('delegate_of'),
	erasedAt: time('erased_at'),
})

export const contactLinks = pgTable('contact_links', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	contactId: text('contact_id').notNull(),
	accountId: text('account_id').notNull(),
	siteId: text('site_id'),
	projectId: text('project_id'),
	createdAt: time('created_at').notNull(),
})
