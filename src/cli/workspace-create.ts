import { createCompany } from '#features/access/company/writes.ts'
import { newWorkspace } from '#features/workspaces/schema.ts'
import { errorText } from '#platform/api/error-text.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import { CommandError, command, optional, required } from './command.ts'

export default command({
	name: 'workspace create',
	summary: 'Make a workspace with its owner and an API key',
	usage:
		'--name "Sunny Solar" --slug sunny --owner-email owner@example.com [--owner-name NAME] [--time-zone Europe/Madrid] [--currency EUR] [--language es] [--country ES]',
	options: {
		name: { type: 'string' },
		slug: { type: 'string' },
		'owner-email': { type: 'string' },
		'owner-name': { type: 'string' },
		'time-zone': { type: 'string' },
		currency: { type: 'string' },
		language: { type: 'string' },
		country: { type: 'string' },
	},
	async run(args) {
		const input = newWorkspace.safeParse({
			name: required(args, 'name'),
			slug: required(args, 'slug'),
			ownerEmail: required(args, 'owner-email'),
			ownerName: optional(args, 'owner-name'),
			timeZone: optional(args, 'time-zone'),
			currency: optional(args, 'currency'),
			language: optional(args, 'language'),
			country: optional(args, 'country'),
		})
		if (!input.success)
			throw new CommandError(
				input.error.issues.map((issue) => `${issue.path.join('.')}: ${errorText(issue.message)}`).join('\n'),
			)
		const created = await createCompany(input.data)
		if (!created.ok) throw new CommandError(`${input.data.slug}: ${errorText(created.reason)}`)
		return {
			workspace: {
				id: created.workspaceId,
				slug: input.data.slug,
				url: workspaceUrl({ slug: input.data.slug, customDomain: null }),
			},
			owner: { id: created.owner.id, email: created.owner.email },
			apiKey: created.apiKey,
			signInUrl: created.signInUrl,
		}
	},
	show: ({ workspace, owner, apiKey, signInUrl }) =>
		`Made ${workspace.slug} (${workspace.id}) at ${workspace.url}\nOwner ${owner.email} signs in once, within 45 minutes: ${signInUrl}\nAPI key, shown only now: ${apiKey}`,
})
