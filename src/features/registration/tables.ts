import { boolean, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Registration } from './schema.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const registrations = pgTable('registrations', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	formKey: text('form_key').notNull(),
	firstName: text('first_name').notNull().default(''),
	lastName: text('last_name').notNull().default(''),
	email: text('email'),
	phone: text('phone'),
	phoneExtension: text('phone_extension'),
	address: jsonb('address').$type<Registration['address']>(),
	message: text('message').notNull().default(''),
	marketingOptIn: boolean('marketing_opt_in').notNull().default(false),
	language: text('language').notNull(),
	ip: text('ip').notNull(),
	userAgent: text('user_agent').notNull(),
	captcha: text('captcha', { enum: ['off', 'passed', 'unreachable'] }).notNull(),
	outcome: text('outcome', { enum: ['waiting', 'created', 'known'] })
		.notNull()
		.default('waiting'),
	contactId: text('contact_id'),
	createdAt: time('created_at').notNull(),
	seenAt: time('seen_at'),
	seenBy: text('seen_by'),
})

export const captchaKeys = pgTable('captcha_keys', {
	workspaceId: text('workspace_id').notNull(),
	provider: text('provider', { enum: ['hcaptcha', 'turnstile', 'recaptcha'] }).notNull(),
	siteKey: text('site_key').notNull(),
	/** Encrypted. */
	secret: text('secret').notNull(),
	updatedAt: time('updated_at').notNull(),
})
