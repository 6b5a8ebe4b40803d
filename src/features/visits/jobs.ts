import { type JobKind, jobKind } from '#platform/jobs/boss.ts'
import { remindOfVisits } from './notices/writes.ts'

export const visitJobs: JobKind[] = [jobKind({ name: 'visits.remind', cron: '*/10 * * * *', handle: remindOfVisits })]
