export const channels = ['email', 'sms'] as const
export type Channel = (typeof channels)[number]

/**
 * `sent`: the provider has taken it. `delivered`: the provider says that it arrived. `bounced`: the address refuses mail.
 * `skipped`: it was not tried, because the way out is not configured or the recipient wants nothing (`error` says which).
 */
export const statuses = ['queued', 'sent', 'delivered', 'bounced', 'failed', 'skipped'] as const
export type DeliveryStatus = (typeof statuses)[number]

export const outcomes = [
	'sent',
	'delivered',
	'retry',
	'bounced',
	'failed',
	'skipped',
	'resent',
	'delayed',
	'complained',
] as const
export type Outcome = (typeof outcomes)[number]
