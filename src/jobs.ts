import { accessJobs } from '#features/access/jobs.ts'
import { actionItemJobs } from '#features/actionItems/jobs.ts'
import { documentJobs } from '#features/documents/jobs.ts'
import { importJobs } from '#features/imports/jobs.ts'
import { keptJobs } from '#features/kept/jobs.ts'
import { messageJobs } from '#features/messages/jobs.ts'
import { notificationJobs } from '#features/notifications/jobs.ts'
import { privacyJobs } from '#features/privacy/jobs.ts'
import { projectJobs } from '#features/projects/jobs.ts'
import { registrationJobs } from '#features/registration/jobs.ts'
import { visitJobs } from '#features/visits/jobs.ts'
import { workspaceJobs } from '#features/workspaces/jobs.ts'
import type { JobKind } from '#platform/jobs/boss.ts'

/** Every kind of job of the product; a feature's `jobs.ts` adds its own here. */
export const jobKinds: JobKind[] = [
	...accessJobs,
	...actionItemJobs,
	...documentJobs,
	...importJobs,
	...keptJobs,
	...messageJobs,
	...notificationJobs,
	...privacyJobs,
	...projectJobs,
	...registrationJobs,
	...visitJobs,
	...workspaceJobs,
]
