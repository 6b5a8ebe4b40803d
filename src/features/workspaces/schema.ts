import { z } from 'zod'

/** What a workspace may set beside its columns; what is absent has the default here. */
export const workspaceSettings = z.object({
	signIn: z.object({ code: z.boolean().default(true), link: z.boolean().default(true) }).prefault({}),
	invitations: z
		.object({
			auto: z.boolean().default(false),
			channels: z
				.array(z.enum(['email', 'sms']))
				.min(1)
				.default(['email', 'sms']),
		})
		.prefault({}),
})
export type WorkspaceSettings = z.infer<typeof workspaceSettings>

/** Hosts that a slug must not take from the installation itself. */
const reservedSlugs = new Set(['www', 'api', 'office', 'admin', 'mail', 'static', 'app', 'localhost'])

export const slug = z
	.string()
	.trim()
	.toLowerCase()
	.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, { error: 'slug_shape' })
	.refine((value) => !reservedSlugs.has(value), { error: 'slug_reserved' })

export const timeZone = z.string().refine(
	(value) => {
		try {
			new Intl.DateTimeFormat('en', { timeZone: value })
			return true
		} catch {
			return false
		}
	},
	{ error: 'time_zone_unknown' },
)

export const newWorkspace = z.object({
	name: z.string().trim().min(1, { error: 'name_missing' }).max(120, { error: 'too_long' }),
	slug,
	ownerEmail: z.email({ error: 'email_invalid' }).max(254).toLowerCase(),
	ownerName: z.string().trim().max(200, { error: 'too_long' }).default(''),
	timeZone: timeZone.default('America/Denver'),
	currency: z
		.string()
		.regex(/^[A-Z]{3}$/, { error: 'currency_unknown' })
		.default('USD'),
	language: z.enum(['en', 'es']).default('en'),
	country: z
		.string()
		.regex(/^[A-Z]{2}$/, { error: 'country_unknown' })
		.default('US'),
})
export type NewWorkspace = z.infer<typeof newWorkspace>
