import { theApp } from '#platform/app/app.ts'
import { type JobKind, jobKind } from '#platform/jobs/boss.ts'
import { answerAsk } from './codes/sending/writes.ts'
import { sendCodeJob } from './codes/writes.ts'
import { takeDelegate } from './delegates/taking/writes.ts'
import { takeDelegateJob } from './delegates/writes.ts'
import { inviteRunJob, workOffRun } from './invitations/runs/writes.ts'
import { answerMemberReset, sendMemberResetJob } from './members/resets/writes.ts'
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
	jobKind<{ linkId: string; sealed: string }>({
		name: sendMemberResetJob,
		handle: (scope, { linkId, sealed }) => answerMemberReset(scope, linkId, sealed),
		concurrency: 2,
	}),
	jobKind<{ runId: string }>({
		name: inviteRunJob,
		handle: (scope, { runId }) => workOffRun(scope, runId, theApp().stopping),
		expiresIn: 3600,
		heartbeat: 10,
		retries: 20,
	}),
	jobKind<{ delegationId: string; again?: boolean }>({
		name: takeDelegateJob,
		handle: (scope, { delegationId, again }) => takeDelegate(scope, delegationId, again),
		concurrency: 2,
	}),
	jobKind({ name: 'access.sweep', cron: '17 3 * * *', handle: sweepAccess }),
]
