import pg from 'pg'
import { vi } from 'vitest'

/** What the database is asked while something is done, in no order, without what names a workspace. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
	const original = pg.Client.prototype.query
	const texts: string[] = []
	const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
		const [query] = args
		texts.push(typeof query === 'string' ? query : String((query as { text: string }).text))
		return Reflect.apply(original, this, args)
	} as typeof original)
	try {
		await work()
	} finally {
		spy.mockRestore()
	}
	// The queue looks after itself now and then, whoever asks.
	const own = texts.filter((text) => !/pgboss\.(queue|version|schedule)/.test(text))
	return own.map((text) => text.replace(/wsp_\w+/g, '')).sort()
}
