import { type JobKind, jobKind } from '#platform/jobs/boss.ts'
import { remindOfItems } from './reminding/writes.ts'

export const actionItemJobs: JobKind[] = [
	jobKind({ name: 'actionItems.remind', cron: '43 * * * *', handle: remindOfItems }),
]
