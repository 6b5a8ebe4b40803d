import { type JobKind, jobKind } from '#platform/jobs/boss.ts'
import { checkDomain, checkDomainJob, queueDomainCheck } from './domains/writes.ts'

export const workspaceJobs: JobKind[] = [
	jobKind({ name: checkDomainJob, handle: checkDomain, concurrency: 2 }),
	jobKind({ name: 'domain.sweep', cron: '23 * * * *', handle: queueDomainCheck }),
]
