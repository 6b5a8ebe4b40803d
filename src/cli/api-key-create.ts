import { allGrants, unknownGrants } from '#features/access/apiKeys/rules.ts'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { CommandError, command, required } from './command.ts'
import { scopeOf } from './workspace.ts'

export default command({
	name: 'api-key create',
	summary: 'Make an API key; it is shown once',
	usage: '--workspace SLUG --name NAME --scope contacts:read [--scope contacts:write …]',
	options: { workspace: { type: 'string' }, name: { type: 'string' }, scope: { type: 'string', multiple: true } },
	async run(args) {
		const scope = await scopeOf(required(args, 'workspace'))
		const given = args.values.scope
		const grants = Array.isArray(given) ? given.flatMap((one) => one.split(',')).map((one) => one.trim()) : []
		if (grants.length === 0) throw new CommandError(`--scope is missing. Scopes are: ${allGrants.join(' ')}`)
		const unknown = unknownGrants(grants)
		if (unknown.length > 0)
			throw new CommandError(`There is no scope ${unknown.join(', ')}. Scopes are: ${allGrants.join(' ')}`)
		const made = await createApiKey(scope, { name: required(args, 'name'), grants })
		if (!made.ok) throw new CommandError(made.reason)
		return { apiKey: made.apiKey, id: made.id, scopes: made.grants }
	},
	show: ({ apiKey, id, scopes }) => `${apiKey}\n(${id}, ${scopes.join(' ')}; shown only now)`,
})
