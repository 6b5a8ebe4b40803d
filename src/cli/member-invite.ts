import { newMember } from '#features/access/members/schema.ts'
import { inviteMember } from '#features/access/members/writes.ts'
import { errorText } from '#platform/api/error-text.ts'
import { CommandError, command, optional, required } from './command.ts'
import { scopeOf } from './workspace.ts'

export default command({
	name: 'member invite',
	summary: 'Invite a member and print the link that signs in once',
	usage: '--workspace SLUG --email E --role owner|admin|office|technician [--name NAME]',
	options: {
		workspace: { type: 'string' },
		email: { type: 'string' },
		role: { type: 'string' },
		name: { type: 'string' },
	},
	async run(args) {
		const scope = await scopeOf(required(args, 'workspace'))
		const input = newMember.safeParse({
			email: required(args, 'email'),
			role: required(args, 'role'),
			name: optional(args, 'name'),
		})
		if (!input.success)
			throw new CommandError(
				input.error.issues.map((issue) => `--${issue.path.join('.')}: ${errorText(issue.message)}`).join('\n'),
			)
		const result = await inviteMember(scope, input.data)
		if (!result.ok) throw new CommandError(errorText(result.reason))
		return { member: result.member, signInUrl: result.signInUrl }
	},
	show: ({ member, signInUrl }) =>
		`Invited ${member.email} as ${member.role}. The link signs in once, within 45 minutes:\n${signInUrl}`,
})
