import type { RequestEvent } from '@sveltejs/kit'
import { endedStream } from '#platform/realtime/stream.ts'

/**
 * A gate that leads elsewhere says so to an event stream in the stream's own words: a browser does not take a page for
 * a stream, and asks again and again, while the page that listens stands there as if its session went on.
 */
export function endStream({ request }: Pick<RequestEvent, 'request'>, response: Response): Response {
	return response.status === 303 && request.headers.get('accept') === 'text/event-stream' ? endedStream() : response
}
