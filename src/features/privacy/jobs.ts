import { type JobKind, jobKind } from '#platform/jobs/boss.ts'
import { deleteFiles, deleteFilesJob } from './erasing/writes.ts'
import { expireData, gatherData, gatherJob } from './exports/writes.ts'

export const privacyJobs: JobKind[] = [
	jobKind<{ exportId: string }>({
		name: gatherJob,
		handle: (scope, { exportId }) => gatherData(scope, exportId),
		expiresIn: 3600,
		retries: 3,
	}),
	jobKind<{ keys: string[] }>({ name: deleteFilesJob, handle: (scope, { keys }) => deleteFiles(scope, keys) }),
	jobKind({ name: 'privacy.expire', cron: '23 3 * * *', handle: expireData }),
]
