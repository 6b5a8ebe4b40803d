import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseArgs } from 'node:util'
import { listen, readBody } from './http.ts'

export type CaptchaFaults = {
	/** Answers 500. */
	broken?: boolean
	/** Takes questions and never answers. */
	silent?: boolean
}

export type CaptchaSimulator = {
	url: string
	secret: string
	/** Answers that were asked about. */
	asked: string[]
	faults: CaptchaFaults
	close(): Promise<void>
}

/** What a person's ticking of the box puts into the form; everything else is a machine's. */
export const HUMAN = 'a-person'

/**
 * Speaks the `siteverify` of hCaptcha, Turnstile and reCAPTCHA, and hands out a script that draws a box to tick into
 * each element that one of them would draw into.
 */
export async function startCaptcha(options: { port?: number; secret?: string } = {}): Promise<CaptchaSimulator> {
	const simulator: CaptchaSimulator = {
		url: '',
		secret: options.secret ?? 'simulated-secret',
		asked: [],
		faults: {},
		close: () => server.close(),
	}
	const server = await listen((request, response) => answer(simulator, request, response), options.port)
	simulator.url = server.url
	return simulator
}

async function answer(simulator: CaptchaSimulator, request: IncomingMessage, response: ServerResponse): Promise<void> {
	if (request.url?.startsWith('/api.js')) {
		response.writeHead(200, { 'content-type': 'text/javascript' })
		response.end(script)
		return
	}
	if (request.url !== '/siteverify' || request.method !== 'POST') {
		response.writeHead(404).end()
		return
	}
	const form = new URLSearchParams((await readBody(request)).toString())
	simulator.asked.push(form.get('response') ?? '')
	if (simulator.faults.silent) return
	if (simulator.faults.broken) {
		response.writeHead(500).end('broken')
		return
	}
	const codes = codesOf(simulator, form)
	response.writeHead(200, { 'content-type': 'application/json' })
	response.end(JSON.stringify({ success: codes.length === 0, 'error-codes': codes }))
}

function codesOf({ secret }: CaptchaSimulator, form: URLSearchParams): string[] {
	if (form.get('secret') !== secret) return ['invalid-input-secret']
	if (!form.get('response')) return ['missing-input-response']
	return form.get('response') === HUMAN ? [] : ['invalid-input-response']
}

const script = `const draw = () => {
	for (const [mark, field] of [['h-captcha', 'h-captcha-response'], ['cf-turnstile', 'cf-turnstile-response'], ['g-recaptcha', 'g-recaptcha-response']]) {
		for (const place of document.querySelectorAll('.' + mark)) {
			const [label, box, answer] = ['label', 'input', 'input'].map((name) => document.createElement(name))
			box.type = 'checkbox'
			answer.type = 'hidden'
			answer.name = field
			box.onchange = () => (answer.value = box.checked ? '${HUMAN}' : '')
			label.append(box, ' I am a person')
			place.append(label, answer)
		}
	}
}
if (document.readyState === 'complete') draw()
else addEventListener('load', draw)`

if (import.meta.main) {
	const { values } = parseArgs({ options: { port: { type: 'string', default: '4510' } } })
	const { url, secret } = await startCaptcha({ port: Number(values.port) })
	console.log(`CAPTCHA_BASE_URL=${url}   (secret: ${secret})`)
}
