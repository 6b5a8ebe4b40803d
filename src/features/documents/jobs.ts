import { jobKind } from '#platform/jobs/boss.ts'
import { discardJob, purgeDocuments } from './purging/writes.ts'
import { makeThumbnail } from './thumbnails/writes.ts'
import { expireUploads } from './uploads/resumable/writes.ts'
import { discardUnnamed, sweepFiles } from './uploads/writes.ts'

export const documentJobs = [
	jobKind<{ documentId: string }>({
		name: 'document-thumbnail',
		handle: (scope, { documentId }) => makeThumbnail(scope, documentId),
	}),
	jobKind<{ keys: string[] }>({ name: discardJob, handle: (scope, { keys }) => discardUnnamed(scope, keys) }),
	jobKind({ name: 'document-sweep', cron: '20 3 * * *', expiresIn: 3600, handle: (scope) => sweepFiles(scope) }),
	jobKind({ name: 'document-purge', cron: '30 3 * * *', handle: purgeDocuments }),
	jobKind({ name: 'uploads-expire', cron: '40 3 * * *', expiresIn: 3600, handle: (scope) => expireUploads(scope) }),
]
