import { type JobKind, jobKind } from '#platform/jobs/boss.ts'
import type { Actor } from '#platform/scope/scope.ts'
import { answerAsk } from './codes/sending/writes.ts'
import { sendCodeJob } from './codes/writes.ts'
import type { Channel } from './invitations/rules.ts'
import { inviteContact, inviteManyJob } from './invitations/writes.ts'
import { answerReset, sendResetJob } from './passwords/resets/writes.ts'
import { sweepAccess } from './writes.ts'

export const accessJobs: JobKind[] = [
	jobKind<{ challengeId: string; sealed: string }>({
		name: sendCodeJob,
		handle: (scope, { challengeId, sealed }) => answerAsk(scope, challengeId, sealed),
		concurrency: 4,
	}),
	jobKind<{ challengeId: string; sealed: string }>({
		name: sendResetJob,
		handle: (scope, { challengeId, sealed }) => answerReset(scope, challengeId, sealed),
		concurrency: 2,
	}),
	jobKind<{ contactIds: string[]; channels: Channel[]; by: Actor }>({
		name: inviteManyJob,
		handle: async (scope, { contactIds, ...options }) => {
			for (const contactId of contactIds) await inviteContact(scope, contactId, options)
		},
	}),
	jobKind({ name: 'access.sweep', cron: '17 3 * * *', handle: sweepAccess }),
]
