import { theApp } from '#platform/app/app.ts'
import { type JobKind, jobKind } from '#platform/jobs/boss.ts'
import { sweepImports } from './keeping/writes.ts'
import { workOff } from './runs/writes.ts'
import { importWork } from './writes.ts'

/** Works an import off, dry or for good. Runs again where it was cut off. */
const work = jobKind<{ importId: string }>({
	name: importWork,
	expiresIn: 3600,
	heartbeat: 10,
	retries: 20,
	handle: async (scope, { importId }) => {
		const { storage, stopping } = theApp()
		await workOff(scope, importId, storage, stopping)
	},
})

export const importJobs: JobKind[] = [
	work,
	jobKind({ name: 'imports.sweep', cron: '50 3 * * *', handle: sweepImports }),
]
