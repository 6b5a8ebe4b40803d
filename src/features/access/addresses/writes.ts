import type { Writer } from '#platform/db/db.ts'
import { identifierHash } from '../codes/reads.ts'

/** Two that make a contact of one address take turns, so that the second finds what the first has made. */
export async function holdAddresses({ client, scope }: Writer, addresses: (string | null)[]): Promise<void> {
	for (const address of addresses.filter((one) => one !== null).sort()) {
		const trace = identifierHash(scope.workspaceId, address)
		await client.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [trace])
	}
}
