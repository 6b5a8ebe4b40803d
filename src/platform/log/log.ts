import pino from 'pino'

const secretKeys = ['password', 'token', 'code', 'secret', 'authorization', 'cookie', 'html', 'text', 'body']

/** Structured logs, one JSON object a line on stderr. Values under a secret's name are never written. */
export const log = pino(
	{
		level: process.env.LOG_LEVEL ?? 'info',
		base: null,
		timestamp: pino.stdTimeFunctions.isoTime,
		redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[hidden]' },
	},
	pino.destination({ fd: 2, sync: true }),
)
export type Log = typeof log

/** Paths as they may be logged: tokens in links and all of the query string are left out. */
export function loggablePath(pathname: string): string {
	return pathname.replace(/^(\/office)?\/(i|l|r|reset|unsubscribe)\/[^/]+/, '$1/$2/…')
}
