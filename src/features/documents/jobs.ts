import { jobKind } from '#platform/jobs/boss.ts'
import { makeThumbnail } from './thumbnails/writes.ts'
import { sweepFiles } from './uploads/writes.ts'

export const documentJobs = [
	jobKind<{ documentId: string }>({
		name: 'document-thumbnail',
		handle: (scope, { documentId }) => makeThumbnail(scope, documentId),
	}),
	jobKind({ name: 'document-sweep', cron: '20 3 * * *', expiresIn: 3600, handle: (scope) => sweepFiles(scope) }),
]
