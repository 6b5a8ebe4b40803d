import { error } from '@sveltejs/kit'
import { contractsOfProject } from '#features/contracts/reads.ts'
import { requestsOfProject } from '#features/documentRequests/reads.ts'
import { previewOf } from '#features/documents/rules.ts'
import { findProject } from '#features/projects/reads.ts'
import { onlyLinked } from '#features/projects/rules.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { allOf } from '../../areas.ts'
import { refusedOf } from '../../refused.ts'
import type { PageServerLoad } from './$types'

/** The contracts of a project: to read, and to send back signed. */
export const load: PageServerLoad = async (event) => {
	const scope = allOf(gate.client(event, 'documents', 'projects'), 'documents', 'projects')
	const { project, contracts } = await read(scope, async (reader) => {
		const project = await findProject(reader, event.params.id)
		if (!project || onlyLinked(scope, project)) error(404)
		const requests = await requestsOfProject(reader, project.id)
		return { project, contracts: await contractsOfProject(reader, project.id, requests) }
	})
	return {
		project: { id: project.id, name: project.name },
		sent: event.url.searchParams.get('sent'),
		refused: refusedOf(event),
		contracts: contracts.map(({ document, state, request }) => ({
			id: document.id,
			title: document.title,
			preview: previewOf(document.contentType),
			state,
			reason: state === 'sentBack' ? (request?.reason ?? null) : null,
			files: request?.files.map(({ id, title }) => ({ id, title })) ?? [],
		})),
	}
}
