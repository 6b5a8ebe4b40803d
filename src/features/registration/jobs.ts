import { type JobKind, jobKind } from '#platform/jobs/boss.ts'
import { takeRegistration } from './taking/writes.ts'
import { takeRegistrationJob } from './writes.ts'

export const registrationJobs: JobKind[] = [
	jobKind<{ registrationId: string }>({
		name: takeRegistrationJob,
		handle: (scope, { registrationId }) => takeRegistration(scope, registrationId),
		concurrency: 2,
	}),
]
