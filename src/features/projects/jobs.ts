import { type JobKind, jobKind } from '#platform/jobs/boss.ts'
import { tellOfLate } from './late/writes.ts'

export const projectJobs: JobKind[] = [jobKind({ name: 'projects.late', cron: '17 * * * *', handle: tellOfLate })]
