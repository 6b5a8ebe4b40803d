import { error } from '@sveltejs/kit'
import { z } from 'zod'

const order = z.object({ uploads: z.array(z.string().max(60)).min(1).max(100) })

/** The order of files that were sent in parts before, as a page's script says it; null for a form that carries files itself. */
export async function stagedIds(request: Request): Promise<string[] | null> {
	if (!request.headers.get('content-type')?.startsWith('application/json')) return null
	const said = order.safeParse(await request.json().catch(() => null))
	if (!said.success) error(400)
	return said.data.uploads
}
