import { z } from 'zod'

/** Of the records in the DNS: whether mails may go out, signed, in the name of the company's own address. */
export const senderStatuses = ['pending', 'verified', 'failed'] as const
export type SenderStatus = (typeof senderStatuses)[number]

const line = (max: number) =>
	z
		.string()
		.trim()
		.max(max, { error: 'too_long' })
		.transform((value) => value || null)

const address = line(254).refine((value) => value === null || z.email().safeParse(value).success, {
	error: 'email_invalid',
})

export const serverAddress = z.object({
	host: z.string().regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, { error: 'server_host' }),
	port: z.coerce.number<number | string>().int().min(1, { error: 'server_port' }).max(65_535, { error: 'server_port' }),
	security: z.enum(['tls', 'starttls', 'none']),
	user: line(254),
})
export type ServerAddress = z.output<typeof serverAddress>

/** `server` null sends through the installation's. An empty password keeps the one that is there. */
export const senderInput = z
	.object({
		fromName: line(120),
		fromAddress: address,
		replyTo: address,
		server: serverAddress.nullable(),
		password: z.string().max(500, { error: 'too_long' }),
	})
	.refine(({ server, fromAddress }) => !server || fromAddress, {
		path: ['fromAddress'],
		error: 'from_address_missing',
	})
export type SenderInput = z.output<typeof senderInput>
