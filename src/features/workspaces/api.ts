import { z } from '@hono/zod-openapi'
import { body, json, newApi, operation } from '#platform/api/api.ts'
import { invalidInput } from '#platform/api/problem.ts'
import { read, write } from '#platform/db/db.ts'
import { currentWorkspace } from './reads.ts'
import {
	brandInput,
	companyInput,
	membersInput,
	portalInput,
	signInInput,
	websiteOrigin,
	workspaceSettings,
} from './schema.ts'
import type { Workspace } from './tables.ts'
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
		welcomeText: z.string().nullable(),
		...workspaceSettings.shape,
	})
	.openapi('Workspace')

function shown(record: Workspace) {
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
		welcomeText,
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
		welcomeText,
		...settings,
	}
}

const change = z
	.object({ ...companyInput.shape, ...brandInput.shape })
	.partial()
	.extend({
		signIn: z.object(signInInput.shape).partial().optional(),
		members: membersInput.partial().optional(),
		invitations: portalInput.shape.invitations.partial().optional(),
		registration: z
			.object({ open: z.boolean(), createsPortalAccount: z.boolean(), origins: z.array(websiteOrigin).max(50) })
			.partial()
			.optional(),
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
	.openapi(get, async (c) => c.json(shown(await read(c.get('scope'), currentWorkspace)), 200))
	.openapi(patch, async (c) => {
		const scope = c.get('scope')
		const { signIn, members, invitations, registration, ...fields } = c.req.valid('json')
		const { settings } = await read(scope, currentWorkspace)
		const wanted = portalInput.extend({ signIn: signInInput, members: membersInput }).safeParse({
			signIn: { ...settings.signIn, ...signIn },
			members: { ...settings.members, ...members },
			invitations: { ...settings.invitations, ...invitations },
		})
		if (!wanted.success) return invalidInput(wanted.error)
		await updateWorkspace(scope, {
			...fields,
			...(signIn || members || invitations ? { settings: { ...settings, ...wanted.data } } : {}),
		})
		if (registration) {
			const change = { registration: { ...settings.registration, ...registration } }
			await write(scope, (writer) => changeSettings(writer, change))
		}
		return c.json(shown(await read(scope, currentWorkspace)), 200)
	})
