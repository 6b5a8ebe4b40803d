import { type Answer, ask } from './http.ts'

export interface Visitor {
	get(path: string): Promise<Answer>
	/** Sends a form as a browser without scripts does. */
	post(path: string, fields?: Record<string, string>): Promise<Answer>
	/** Follows a redirect to its page. */
	follow(answer: Answer): Promise<Answer>
	cookies: Map<string, string>
}

/** A browser without scripts: it keeps cookies, sends forms, and follows where it is told to. */
export function makeVisitor(origin: string, headers: Record<string, string> = {}): Visitor {
	const cookies = new Map<string, string>()
	async function send(path: string, body?: URLSearchParams): Promise<Answer> {
		const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
		const own = { accept: 'text/html', origin: new URL(origin).origin, ...(cookie && { cookie }), ...headers }
		const answer = await ask(origin + path, { headers: own, ...(body && { body }) })
		for (const line of answer.headers['set-cookie'] ?? []) keep(line)
		return answer
	}
	function keep(line: string): void {
		const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
		if (/max-age=0/i.test(line) || value === '') cookies.delete(name)
		else cookies.set(name, value)
	}
	return {
		cookies,
		get: (path) => send(path),
		post: (path, fields = {}) => send(path, new URLSearchParams(fields)),
		follow: (answer) => send(answer.headers.location ?? '/nowhere'),
	}
}
