import { documentJobs } from '#features/documents/jobs.ts'
import type { JobKind } from '#platform/jobs/boss.ts'

/** Every kind of job of the product; a feature's `jobs.ts` adds its own here. */
export const jobKinds: JobKind[] = [...documentJobs]
