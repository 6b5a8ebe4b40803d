import { type JobKind, jobKind } from '#platform/jobs/boss.ts'
import { rehearseDelivery, rehearseDeliveryJob } from './rehearsing/writes.ts'
import { checkSender, checkSenderJob, queueSenderCheck } from './senders/writes.ts'
import { sendDelivery } from './sending/writes.ts'
import { wipePayloads } from './wiping/writes.ts'
import { sendDeliveryJob } from './writes.ts'

export const notificationJobs: JobKind[] = [
	jobKind<{ deliveryId: string }>({
		name: sendDeliveryJob,
		handle: (scope, { deliveryId }) => sendDelivery(scope, deliveryId),
		concurrency: 4,
		// A delivery held by a process that died is free after a minute and a half; the tries must outlast that.
		retries: 8,
		expiresIn: 90,
	}),
	jobKind<Parameters<typeof rehearseDelivery>[1] & Record<string, unknown>>({
		name: rehearseDeliveryJob,
		handle: rehearseDelivery,
		concurrency: 4,
		expiresIn: 90,
	}),
	jobKind({ name: checkSenderJob, handle: checkSender, concurrency: 2 }),
	jobKind({ name: 'sender.sweep', cron: '37 * * * *', handle: queueSenderCheck }),
	jobKind({ name: 'delivery.wipe', cron: '41 3 * * *', handle: wipePayloads }),
]
