import { type JobKind, jobKind } from '#platform/jobs/boss.ts'
import { sweepKeptForms } from './writes.ts'

export const keptJobs: JobKind[] = [jobKind({ name: 'kept.sweep', cron: '*/20 * * * *', handle: sweepKeptForms })]
