import { z } from '@hono/zod-openapi'
import { findProject } from '#features/projects/reads.ts'
import { body, idParam, json, newApi, operation, time } from '#platform/api/api.ts'
import { errorText } from '#platform/api/error-text.ts'
import { invalid, notFound, type ProblemResponse, problem } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { type Decision, offersOfProject } from './reads.ts'
import { acceptanceOf, declinationOf, withdrawalInput } from './schema.ts'
import { acceptOffer, declineOffer, type OfferOutcome, withdrawAcceptance } from './writes.ts'

const decision = z
	.object({
		id: z.string().openapi({ example: 'ofd_01j9zq3v7k8m2n4p6r8t0v2x4z' }),
		projectId: z.string(),
		offer: z.object({
			type: z.enum(['document']),
			id: z.string(),
			title: z.string(),
			version: z.number(),
			sha256: z.string(),
		}),
		decision: z.enum(['accepted', 'declined']),
		name: z.string().openapi({ description: 'As whoever accepted typed it' }),
		reason: z.string().nullable(),
		contactId: z.string().nullable(),
		ip: z.string(),
		userAgent: z.string(),
		at: z.iso.datetime(),
		withdrawnAt: z.iso.datetime().nullable(),
		withdrawalReason: z.string().nullable(),
	})
	.openapi('OfferDecision')

function toJson(row: Decision): z.output<typeof decision> {
	const { id, projectId, name, reason, contactId, ip, userAgent, withdrawalReason } = row
	return {
		id,
		projectId,
		offer: { type: row.offerType, id: row.offerId, title: row.title, version: row.version, sha256: row.sha256 },
		decision: row.decision,
		name,
		reason,
		contactId,
		ip,
		userAgent,
		at: time(row.at),
		withdrawnAt: time(row.withdrawnAt),
		withdrawalReason,
	}
}

const record = z
	.object({
		id: z.string().openapi({ description: 'Of the document' }),
		type: z.enum(['document']),
		title: z.string(),
		version: z.number(),
		sha256: z.string(),
		state: z.enum(['open', 'accepted', 'declined']),
		decisions: z.array(decision).openapi({ description: 'All that was ever said of it, in order' }),
	})
	.openapi('Offer')

/** 409 says what was said before, and when. */
function refused(failure: Extract<OfferOutcome, { ok: false }>): ProblemResponse {
	if ('path' in failure) return invalid(failure.path, failure.reason)
	if (!('decision' in failure)) return notFound()
	const { reason, decision: last } = failure
	const said = last ? ` "${last.title}" was ${last.decision} at ${time(last.at)}.` : ''
	return problem(409, { code: reason, detail: `${errorText(reason)}${said}` })
}

const tags = ['Offers']
const module = 'documents'
const grant = 'documents:write'
export const offersApi = newApi()

const list = operation({
	grant: 'documents:read',
	module,
	method: 'get',
	path: '/projects/{id}/offers',
	tags,
	summary: 'The offers of a project: its documents of the folder proposals that are shared with the portal',
	request: { params: idParam },
	responses: { 200: json(z.object({ data: z.array(record) }), 'The offers, newest first') },
})
offersApi.openapi(list, async (c) => {
	const found = await read(c.get('scope'), async (reader) => {
		const project = await findProject(reader, c.req.valid('param').id)
		return project && !project.archivedAt ? offersOfProject(reader, project) : null
	})
	if (!found) return notFound()
	const data = found.offers.map(({ id, type, title, version, sha256, state }) => {
		return {
			id,
			type,
			title,
			version,
			sha256,
			state,
			decisions: found.decisions.filter((one) => one.offerId === id).map(toJson),
		}
	})
	return c.json({ data }, 200)
})

const acceptance = operation({
	grant,
	module,
	method: 'post',
	path: '/documents/{id}/acceptance',
	tags,
	summary: 'Write down that a client accepted an offer; the step of its project may go on by that',
	request: { params: idParam, body: body(acceptanceOf) },
	responses: { 201: json(decision, 'What was accepted') },
})
offersApi.openapi(acceptance, async (c) => {
	const outcome = await acceptOffer(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.decision), 201) : refused(outcome)
})

const declination = operation({
	grant,
	module,
	method: 'post',
	path: '/documents/{id}/declination',
	tags,
	summary: 'Write down that a client declined an offer, and why',
	request: { params: idParam, body: body(declinationOf) },
	responses: { 201: json(decision, 'What was declined') },
})
offersApi.openapi(declination, async (c) => {
	const outcome = await declineOffer(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.decision), 201) : refused(outcome)
})

const withdrawal = operation({
	grant,
	module,
	method: 'post',
	path: '/documents/{id}/acceptance/withdrawal',
	tags,
	summary: 'Take the acceptance of an offer back, with the reason that its client reads',
	request: { params: idParam, body: body(withdrawalInput) },
	responses: { 201: json(decision, 'What was accepted, and is not any more') },
})
offersApi.openapi(withdrawal, async (c) => {
	const outcome = await withdrawAcceptance(c.get('scope'), c.req.valid('param').id, c.req.valid('json').reason)
	return outcome.ok ? c.json(toJson(outcome.decision), 201) : refused(outcome)
})
