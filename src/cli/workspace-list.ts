import { allWorkspaces } from '#features/workspaces/reads.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import { command } from './command.ts'

export default command({
	name: 'workspace list',
	summary: 'List the workspaces of this installation',
	usage: '',
	options: {},
	async run() {
		const workspaces = await allWorkspaces()
		return {
			workspaces: workspaces.map(({ workspaceId, slug, customDomain, name, createdAt }) => ({
				id: workspaceId,
				slug,
				name,
				url: workspaceUrl({ slug, customDomain }),
				createdAt: createdAt.toISOString(),
			})),
		}
	},
	show: ({ workspaces }) =>
		workspaces.map(({ slug, name, url }) => `${slug}\t${name}\t${url}`).join('\n') || 'There is no workspace yet.',
})
