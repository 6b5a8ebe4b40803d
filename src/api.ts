/** The public API: who asks, how often, what was asked before; and the operations of all features. */
import type { OpenAPIHono } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { authenticate, touchKey } from '#features/access/apiKeys/reads.ts'
import { directLinksApi } from '#features/access/directLinks/api.ts'
import { historyApi } from '#features/access/history/api.ts'
import { invitationsApi } from '#features/access/invitations/api.ts'
import { membersApi } from '#features/access/members/api.ts'
import { passwordsApi } from '#features/access/passwords/api.ts'
import { sessionsApi } from '#features/access/sessions/api.ts'
import { suspensionApi } from '#features/access/suspension/api.ts'
import { actionItemsApi } from '#features/actionItems/api.ts'
import { templatesApi } from '#features/actionItems/templates/api.ts'
import { eventsApi } from '#features/audit/api.ts'
import { contractsApi } from '#features/contracts/api.ts'
import { documentRequestsApi } from '#features/documentRequests/api.ts'
import { documentsApi } from '#features/documents/api.ts'
import { drawingsApi } from '#features/drawings/api.ts'
import { flowsApi } from '#features/flows/api.ts'
import { handoverApi } from '#features/handover/api.ts'
import { homeFileApi } from '#features/homeFile/api.ts'
import { messagesApi } from '#features/messages/api.ts'
import { conversationsApi } from '#features/messages/conversations/api.ts'
import { deliveriesApi } from '#features/notifications/api.ts'
import { sendersApi } from '#features/notifications/senders/api.ts'
import { offersApi } from '#features/offers/api.ts'
import { accountsApi } from '#features/people/accounts/api.ts'
import { accessAreasApi } from '#features/people/contacts/access/api.ts'
import { contactsApi } from '#features/people/contacts/api.ts'
import { sitesApi } from '#features/people/sites/api.ts'
import { privacyApi } from '#features/privacy/api.ts'
import { projectsApi } from '#features/projects/api.ts'
import { movesApi } from '#features/projects/moves/api.ts'
import { captchaApi } from '#features/registration/captcha/api.ts'
import { termsApi } from '#features/terms/api.ts'
import { visitsApi } from '#features/visits/api.ts'
import { workOrdersApi } from '#features/workOrders/api.ts'
import { workspaceApi } from '#features/workspaces/api.ts'
import { portalModules } from '#features/workspaces/schema.ts'
import type { Workspace } from '#features/workspaces/tables.ts'
import { type ApiEnv, newApi } from '#platform/api/api.ts'
import { answerOnce } from '#platform/api/idempotency.ts'
import { awayProblem, problem } from '#platform/api/problem.ts'
import { noteAway } from '#platform/db/away.ts'
import { spend } from '#platform/limits/limits.ts'
import { log } from '#platform/log/log.ts'

const perKey = { name: 'api-key', points: 1200, duration: 60 }
const perAddress = { name: 'api-unknown-key', points: 60, duration: 60 }
const jsonLimit = 2 * 1024 * 1024

type Env = ApiEnv & { Bindings: { workspace: Workspace; ip: string; requestId: string } }

const features: OpenAPIHono<ApiEnv>[] = [
	workspaceApi,
	sendersApi,
	captchaApi,
	termsApi,
	membersApi,
	documentsApi,
	eventsApi,
	accountsApi,
	sitesApi,
	accessAreasApi,
	contactsApi,
	invitationsApi,
	suspensionApi,
	passwordsApi,
	sessionsApi,
	historyApi,
	offersApi,
	contractsApi,
	visitsApi,
	directLinksApi,
	privacyApi,
	deliveriesApi,
	conversationsApi,
	messagesApi,
	flowsApi,
	projectsApi,
	movesApi,
	documentRequestsApi,
	drawingsApi,
	homeFileApi,
	handoverApi,
	workOrdersApi,
	templatesApi,
	actionItemsApi,
]

function build(): OpenAPIHono<Env> {
	const api = newApi<Env>().basePath('/api/v1')
	api.notFound(() => problem(404))
	api.onError((error, c) => {
		// The library's word for a body of another type than the operation takes.
		if (error instanceof HTTPException && error.status === 415)
			return problem(400, { detail: 'Send the body as JSON, with Content-Type: application/json.' })
		if (error instanceof SyntaxError || error.message.includes('Malformed JSON'))
			return problem(400, { detail: 'The body is not valid JSON.' })
		if (noteAway(error)) return awayProblem()
		log.error({ requestId: c.env.requestId, path: c.req.path, err: error.stack }, 'an API request failed')
		return problem(500, { detail: `Report this with request id ${c.env.requestId}.` })
	})
	api.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' })
	api.get('/openapi.json', (c) => c.json(apiDocument(c.env.workspace.name)))
	api.use('*', async (c, next) => {
		const length = Number(c.req.header('content-length') ?? 0)
		if (length > jsonLimit && !c.req.header('content-type')?.startsWith('multipart/')) return problem(413)
		const token = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
		const scope = token ? await authenticate(c.env.workspace.workspaceId, token) : null
		const counted = scope ? await spend(perKey, scope.keyId) : await spend(perAddress, c.env.ip)
		const limit = scope ? perKey : perAddress
		if (!counted.ok) return problem(429, { headers: limitHeaders(limit, 0, counted.retryAfter, true) })
		if (!scope) return problem(401, { headers: { 'www-authenticate': 'Bearer' } })
		touchKey(scope)
		c.set('scope', scope)
		c.set('country', c.env.workspace.country)
		c.set(
			'off',
			portalModules.filter((module) => !c.env.workspace.settings.modules[module]),
		)
		const response = await answerOnce(scope, c.req.raw, next, () => c.res)
		if (response) c.res = response
		const headers = limitHeaders(perKey, counted.remaining, counted.resetSeconds)
		for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value)
		return undefined
	})
	for (const feature of features) api.route('/', feature)
	return api
}

/** How much is left and for how long: as the standard to be says it, and as many clients still read it. */
function limitHeaders(
	{ points, duration }: { points: number; duration: number },
	remaining: number,
	seconds: number,
	refused = false,
): Record<string, string> {
	return {
		'ratelimit-policy': `"default";q=${points};w=${duration}`,
		ratelimit: `"default";r=${remaining};t=${seconds}`,
		'ratelimit-limit': String(points),
		'ratelimit-remaining': String(remaining),
		'ratelimit-reset': String(seconds),
		...(refused && { 'retry-after': String(seconds) }),
	}
}

const api = build()

/** The OpenAPI 3.1 document of everything that the API can do. */
export function apiDocument(company = '') {
	return api.getOpenAPI31Document({
		openapi: '3.1.0',
		info: { title: `${company} API`.trim(), version: '1' },
		servers: [{ url: '/' }],
	})
}

/** Answers a request below `/api/v1`. */
export function answerApi(request: Request, env: Env['Bindings']): Response | Promise<Response> {
	return api.fetch(request, env)
}
