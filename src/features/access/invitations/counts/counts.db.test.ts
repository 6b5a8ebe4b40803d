import { expect, test } from 'vitest'
import { contactIds } from '#features/people/contacts/reads.ts'
import { read } from '#platform/db/db.ts'
import { makeContact } from '#support/contact.ts'
import { useInstallation } from '#support/installation.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { invitees } from '../reads.ts'
import { type Channel, invitationRefusal } from '../rules.ts'
import { countView } from './reads.ts'

useInstallation([])

test.each<{ channels: Channel[] }>([{ channels: ['email'] }, { channels: ['sms'] }, { channels: ['email', 'sms'] }])(
	'ACC-1: a view is counted to the last one, and says who would be skipped as an invitation does ($channels)',
	async ({ channels }) => {
		const scope = await makeWorkspace()
		for (const portalStatus of ['notEnrolled', 'invited', 'enrolled', 'suspended'] as const) {
			for (const reached of [
				{ email: `${portalStatus}@example.com`, phone: null },
				{ email: null, phone: '+13035550100' },
				{ email: null, phone: null },
			])
				await makeContact({ accounts: [], workspaceId: scope.workspaceId, portalStatus, ...reached })
		}
		await makeContact()
		const all = await read(scope, (reader) => contactIds(reader, {}, 100))
		const refusals = (await read(scope, (reader) => invitees(reader, all))).map((one) =>
			invitationRefusal(one, channels),
		)
		const of = (reason: string) => refusals.filter((refusal) => refusal === reason).length
		const counts = await read(scope, (reader) => countView(reader, {}, channels))
		expect(counts).toEqual({
			total: 12,
			enrolled: of('enrolled'),
			suspended: of('suspended'),
			noAddress: of('noAddress'),
		})
		expect(await read(scope, (reader) => countView(reader, { portalStatus: 'enrolled' }, channels))).toEqual({
			total: 3,
			enrolled: 3,
			suspended: 0,
			noAddress: 0,
		})
	},
)
