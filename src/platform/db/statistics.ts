import { log } from '../log/log.ts'
import { thePool } from './db.ts'

/**
 * Tells the planner how large tables have become, after work that has grown them much; the database would notice by
 * itself, but a minute later. Only a help: that it cannot be done now is no failure.
 */
export async function renewStatistics(tables: string[]): Promise<void> {
	try {
		await thePool().query(`analyze ${tables.join(', ')}`)
	} catch (error) {
		log.debug({ err: (error as Error).message }, 'statistics could not be renewed')
	}
}
