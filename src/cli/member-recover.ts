import { memberEmail } from '#features/access/members/schema.ts'
import { recoverMember } from '#features/access/members/totp/writes.ts'
import { CommandError, command, required } from './command.ts'
import { scopeOf } from './workspace.ts'

export default command({
	name: 'member recover',
	summary: 'Let a member in again who lost password and second factor: takes the factor away, prints a link',
	usage: '--workspace SLUG --email E',
	options: { workspace: { type: 'string' }, email: { type: 'string' } },
	async run(args) {
		const scope = await scopeOf(required(args, 'workspace'))
		const email = memberEmail.safeParse(required(args, 'email'))
		const result = email.success ? await recoverMember(scope, email.data) : null
		if (!result) throw new CommandError('There is no such member.')
		return result
	},
	show: ({ email, signInUrl }) => `The link signs ${email} in once, within 45 minutes:\n${signInUrl}`,
})
