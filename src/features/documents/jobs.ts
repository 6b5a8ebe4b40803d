import { jobKind } from '#platform/jobs/boss.ts'
import { sweepFiles } from './files/writes.ts'
import { makeThumbnail } from './thumbnails/writes.ts'

export const documentJobs = [
	jobKind<{ documentId: string }>({
		name: 'document-thumbnail',
		handle: (scope, { documentId }) => makeThumbnail(scope, documentId),
	}),
	jobKind({ name: 'document-sweep', handle: (scope) => sweepFiles(scope), expiresIn: 3600 }),
]
