import { z } from 'zod'
import { contactKinds } from '#features/people/rules.ts'
import { type AccessArea, accessAreas } from '#platform/scope/scope.ts'
import { parseBrandColor } from '#ui/brand/palette.ts'

/** The sections of the portal that a company can do without, by the access area that each shows. */
export const portalModules = ['projects', 'documents', 'messages'] as const satisfies readonly AccessArea[]
export type PortalModule = (typeof portalModules)[number]

/** What stands at the foot of the sign-in page. */
export const drawings = ['sun', 'roofs', 'hills', 'trees', 'none'] as const
export type Drawing = (typeof drawings)[number]

/** What a workspace may set beside its columns; what is absent has the default here. */
export const workspaceSettings = z.object({
	/** The ways into the portal; one that is off is off everywhere. */
	signIn: z
		.object({
			code: z.boolean().default(true),
			link: z.boolean().default(true),
			password: z.boolean().default(false),
			passkey: z.boolean().default(true),
		})
		.prefault({}),
	members: z.object({ twoFactorRequired: z.boolean().default(false) }).prefault({}),
	invitations: z
		.object({
			auto: z.boolean().default(false),
			channels: z
				.array(z.enum(['email', 'sms']))
				.min(1)
				.default(['email', 'sms']),
		})
		.prefault({}),
	/** The public contact form. */
	registration: z
		.object({
			open: z.boolean().default(false),
			/** Who comes by it is invited to the portal at once. */
			createsPortalAccount: z.boolean().default(false),
			/** Websites that may frame the form; empty: all. */
			origins: z.array(z.string()).default([]),
		})
		.prefault({}),
	/** The title of the sign-in page, per language; without one it names the company. */
	headline: z.object({ en: z.string().nullable().default(null), es: z.string().nullable().default(null) }).prefault({}),
	/** The sentence below it. */
	welcome: z.object({ en: z.string().nullable().default(null), es: z.string().nullable().default(null) }).prefault({}),
	/** Null: one that follows from the company itself. */
	drawing: z.enum(drawings).nullable().default(null),
	/** The name need not stand beside the logo. */
	logoHoldsName: z.boolean().default(false),
	/** What a new contact of a kind may see where nothing else is said; a kind left out is as ours. */
	accessPresets: z.partialRecord(z.enum(contactKinds), z.array(z.enum(accessAreas))).default({}),
	/** What maps show, and where addresses are looked up; without either there is a grid, and positions are typed. */
	maps: z
		.object({
			/** Of tiles, with `{z}`, `{x}` and `{y}`, or of a style. */
			tiles: z.string().nullable().default(null),
			attribution: z.string().default(''),
			/** The closest that the tiles come. */
			maxZoom: z.number().default(19),
			/** Of a style: where else its pictures and letters come from. */
			hosts: z.array(z.string()).default([]),
			/** A search that speaks as Nominatim does. */
			geocoder: z.string().nullable().default(null),
		})
		.prefault({}),
	modules: z
		.object({
			projects: z.boolean().default(true),
			documents: z.boolean().default(true),
			messages: z.boolean().default(true),
		})
		.prefault({}),
})
export type WorkspaceSettings = z.infer<typeof workspaceSettings>

/** A website, `https://www.example.com`. It stands in a content policy: no character may end it there. */
export const websiteOrigin = z.string().transform((text, context) => {
	const [, scheme = 'https', host] = /^(?:(https?):\/\/)?([a-z0-9.-]+(?::\d+)?)\/?$/i.exec(text.trim()) ?? []
	const url = host ? URL.parse(`${scheme}://${host}`) : null
	if (url?.protocol.startsWith('http')) return url.origin
	context.addIssue({ code: 'custom', message: 'origin_invalid' })
	return z.NEVER
})

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

/** Those in use somewhere, by ISO 4217. */
const currencies = new Set(
	Intl.supportedValuesOf('currency').filter((code) => !code.startsWith('X') || /^X(AF|CD|OF|PF)$/.test(code)),
)

export const newWorkspace = z.object({
	name: z.string().trim().min(1, { error: 'name_missing' }).max(120, { error: 'too_long' }),
	slug,
	ownerEmail: z.email({ error: 'email_invalid' }).max(254).toLowerCase(),
	ownerName: z.string().trim().max(200, { error: 'too_long' }).default(''),
	timeZone: timeZone.default('America/Denver'),
	currency: z
		.string({ error: 'currency_unknown' })
		.refine((code) => currencies.has(code), { error: 'currency_unknown' })
		.default('USD'),
	language: z.enum(['en', 'es'], { error: 'language_unknown' }).default('en'),
	country: z
		.string()
		.regex(/^[A-Z]{2}$/, { error: 'country_unknown' })
		.default('US'),
})
export type NewWorkspace = z.infer<typeof newWorkspace>

const optionalLine = (max: number) =>
	z
		.string()
		.trim()
		.max(max, { error: 'too_long' })
		.transform((value) => value || null)

export const companyInput = newWorkspace
	.pick({ name: true, timeZone: true, currency: true, language: true, country: true })
	.required()
	.extend({
		phone: optionalLine(40),
		supportEmail: optionalLine(254).refine((value) => value === null || z.email().safeParse(value).success, {
			error: 'email_invalid',
		}),
	})

export const brandInput = z.object({
	brandColor: z.string().transform((value, context) => {
		const color = parseBrandColor(value)
		if (!color) context.addIssue({ code: 'custom', message: 'color_unknown' })
		return color ?? z.NEVER
	}),
	headline: z.object({ en: optionalLine(60), es: optionalLine(60) }),
	welcome: z.object({ en: optionalLine(120), es: optionalLine(120) }),
	drawing: z.enum(drawings, { error: 'drawing_unknown' }),
	logoHoldsName: z.boolean(),
})

const flag = z.boolean({ error: 'flag_expected' })

/**
 * At least one way in stays by which everybody can come in who holds the address. A passkey is none of these:
 * who has none yet, or has lost it, would be locked out. A password is, since a forgotten one is set anew by mail.
 */
export const signInInput = z
	.object({ code: flag, link: flag, password: flag, passkey: flag })
	.refine((ways) => ways.code || ways.link || ways.password, { error: 'way_in_missing' })

export const membersInput = z.object({ twoFactorRequired: flag })

/** At least one channel for invitations stays. */
export const portalInput = z.object({
	invitations: z.object({
		auto: z.boolean(),
		channels: z.array(z.enum(['email', 'sms'])).min(1, { error: 'channel_missing' }),
	}),
})

const areas = z
	.array(z.enum(accessAreas, { error: 'access_area_unknown' }), { error: 'list_expected' })
	.transform((chosen) => accessAreas.filter((area) => chosen.includes(area)))
export const presetsInput = z.partialRecord(z.enum(contactKinds, { error: 'kind_unknown' }), areas)

/** Which sections the portal has. */
export const modulesInput = z.object({
	projects: z.boolean(),
	documents: z.boolean(),
	messages: z.boolean(),
}) satisfies z.ZodType<Record<PortalModule, boolean>>

/** An address of the web, as it is. Its host stands in a content policy. */
const mapAddress = z
	.string({ error: 'text_expected' })
	.trim()
	.max(500, { error: 'too_long' })
	.transform((text) => text || null)
	.refine((text) => text === null || isWebAddress(text), { error: 'map_address' })
	.nullable()

/** Braces of a template may stand in its path; a host of letters, digits and dots ends nothing early. */
function isWebAddress(text: string): boolean {
	const url = URL.parse(text)
	return (
		!!url && /^https?:$/.test(url.protocol) && !url.username && /^[a-z0-9.-]+$/.test(url.hostname) && !/\s/.test(text)
	)
}

export const mapsInput = z.object({
	tiles: mapAddress,
	attribution: z.string({ error: 'text_expected' }).trim().max(300, { error: 'too_long' }),
	maxZoom: z
		.number({ error: 'number_expected' })
		.int({ error: 'number_expected' })
		.min(1, { error: 'out_of_range' })
		.max(23, { error: 'out_of_range' }),
	hosts: z.array(websiteOrigin).max(20, { error: 'too_long' }),
	geocoder: mapAddress,
})
