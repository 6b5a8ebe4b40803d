import { z } from '@hono/zod-openapi'
import { presetsOf } from '#features/people/rules.ts'
import { body, json, newApi, operation } from '#platform/api/api.ts'
import { invalid, invalidInput } from '#platform/api/problem.ts'
import { read, write } from '#platform/db/db.ts'
import type { Scope } from '#platform/scope/scope.ts'
import { currentDomain, shownDomain } from './domains/reads.ts'
import { domainHost, domainStatuses } from './domains/schema.ts'
import { setDomain } from './domains/writes.ts'
import { currentWorkspace } from './reads.ts'
import {
	brandInput,
	companyInput,
	mapsInput,
	membersInput,
	modulesInput,
	portalInput,
	presetsInput,
	signInInput,
	websiteOrigin,
	workspaceSettings,
} from './schema.ts'
import { changeSettings, updateWorkspace } from './writes.ts'

const workspace = z
	.object({
		id: z.string(),
		slug: z.string(),
		name: z.string(),
		timeZone: z.string(),
		currency: z.string(),
		language: z.string(),
		country: z.string(),
		brandColor: z.string(),
		phone: z.string().nullable(),
		supportEmail: z.string().nullable(),
		customDomain: z.string().nullable(),
		customDomainStatus: z.enum(domainStatuses).nullable(),
		/** What has to stand in the DNS; \`state\` is how it was found at the last look. */
		customDomainRecords: z.array(
			z.object({ type: z.enum(['TXT', 'CNAME']), name: z.string(), value: z.string(), state: z.string().nullable() }),
		),
		...workspaceSettings.shape,
	})
	.openapi('Workspace')

async function shown(scope: Scope) {
	const [record, domain] = await read(scope, async (reader) => [
		await currentWorkspace(reader),
		await currentDomain(reader),
	])
	const {
		workspaceId: id,
		slug,
		name,
		timeZone,
		currency,
		language,
		country,
		brandColor,
		phone,
		supportEmail,
		settings,
	} = record
	return {
		id,
		slug,
		name,
		timeZone,
		currency,
		language,
		country,
		brandColor,
		phone,
		supportEmail,
		...shownDomain(domain, slug),
		...settings,
		accessPresets: presetsOf(settings.accessPresets),
	}
}

const change = z
	.object({ ...companyInput.shape, ...brandInput.shape })
	.partial()
	.extend({
		signIn: z.object(signInInput.shape).partial().optional(),
		members: membersInput.partial().optional(),
		headline: brandInput.shape.headline.partial().optional(),
		welcome: brandInput.shape.welcome.partial().optional(),
		customDomain: domainHost.nullable().optional(),
		invitations: portalInput.shape.invitations.partial().optional(),
		registration: z
			.object({ open: z.boolean(), createsPortalAccount: z.boolean(), origins: z.array(websiteOrigin).max(50) })
			.partial()
			.optional(),
		modules: modulesInput
			.partial()
			.optional()
			.openapi({ description: 'Sections of the portal; one that is off does not exist for clients' }),
		accessPresets: presetsInput.optional(),
		maps: mapsInput.partial().optional().openapi({ description: 'Tiles and address search of maps; null for none' }),
	})

const get = operation({
	method: 'get',
	path: '/workspace',
	grant: 'workspace:read',
	tags: ['workspace'],
	summary: 'Read the company and its settings',
	responses: { 200: json(workspace, 'The workspace') },
})

const patch = operation({
	method: 'patch',
	path: '/workspace',
	grant: 'workspace:write',
	tags: ['workspace'],
	summary: 'Change the company and its settings; what is left out stays',
	request: { body: body(change) },
	responses: { 200: json(workspace, 'The workspace') },
})

export const workspaceApi = newApi()
	.openapi(get, async (c) => c.json(await shown(c.get('scope')), 200))
	.openapi(patch, async (c) => {
		const scope = c.get('scope')
		const {
			signIn,
			members,
			invitations,
			registration,
			modules,
			maps,
			accessPresets,
			headline,
			welcome,
			drawing,
			logoHoldsName,
			customDomain,
			...fields
		} = c.req.valid('json')
		const { settings } = await read(scope, currentWorkspace)
		const wanted = portalInput.extend({ signIn: signInInput, members: membersInput }).safeParse({
			signIn: { ...settings.signIn, ...signIn },
			members: { ...settings.members, ...members },
			invitations: { ...settings.invitations, ...invitations },
		})
		if (!wanted.success) return invalidInput(wanted.error)
		if (customDomain !== undefined) {
			const set = await setDomain(scope, customDomain)
			if (!set.ok) return invalid('customDomain', set.reason)
		}
		await updateWorkspace(scope, {
			...fields,
			settings: {
				...(signIn || members || invitations ? wanted.data : {}),
				...(modules && { modules: { ...settings.modules, ...modules } }),
				...(maps && { maps: { ...settings.maps, ...maps } }),
				...(accessPresets && { accessPresets: { ...settings.accessPresets, ...accessPresets } }),
				...(headline && { headline: { ...settings.headline, ...headline } }),
				...(welcome && { welcome: { ...settings.welcome, ...welcome } }),
				...(drawing && { drawing }),
				...(logoHoldsName !== undefined && { logoHoldsName }),
			},
		})
		if (registration) {
			const change = { registration: { ...settings.registration, ...registration } }
			await write(scope, (writer) => changeSettings(writer, change))
		}
		return c.json(await shown(scope), 200)
	})
