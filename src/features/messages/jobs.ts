import { type JobKind, jobKind } from '#platform/jobs/boss.ts'
import { sweepAttachments } from './attachments/sweeping/writes.ts'

export const messageJobs: JobKind[] = [
	jobKind({ name: 'messages.sweep', cron: '40 3 * * *', handle: sweepAttachments }),
]
