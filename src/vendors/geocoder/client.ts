import { lookup } from 'node:dns'
import { type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPrivateAddress } from '#platform/network/private.ts'

export interface FoundPlace {
	label: string
	lat: number
	lng: number
}
export type Geocoded =
	| { ok: true; places: FoundPlace[] }
	/** `refused`: asked too often, or not let in. `garbage`: what came is no answer. `private`: it lies inside our own network. */
	| { ok: false; code: 'unreachable' | 'refused' | 'garbage' | 'private' }

export interface GeocoderQuestion {
	/** Address of the search, as `https://nominatim.example.com/search`; a key may stand in its query. */
	url: string
	q: string
	language: string
	/** Who asks; the rules of public servers demand it. */
	userAgent: string
	/** Whether it may lie inside this machine's own network. */
	allowPrivate: boolean
	timeoutMs?: number
}

const most = 5
const longestAnswer = 200_000

/** Asks a search that speaks as Nominatim does (`format=jsonv2`) where an address is, the likeliest first. */
export async function searchPlaces({ timeoutMs = 5000, ...question }: GeocoderQuestion): Promise<Geocoded> {
	const url = addressOf(question)
	if (!url) return { ok: false, code: 'unreachable' }
	try {
		const { status, text } = await get(url, question, timeoutMs)
		if (status === 403 || status === 429 || status === 401) return { ok: false, code: 'refused' }
		if (status !== 200) return { ok: false, code: 'unreachable' }
		const places = placesIn(text)
		return places ? { ok: true, places } : { ok: false, code: 'garbage' }
	} catch (error) {
		return { ok: false, code: error instanceof InsideError ? 'private' : 'unreachable' }
	}
}

function addressOf({ url: base, q, language }: Pick<GeocoderQuestion, 'url' | 'q' | 'language'>): URL | null {
	const url = URL.parse(base)
	if (!url?.protocol.startsWith('http')) return null
	const asked = { q, format: 'jsonv2', limit: String(most), 'accept-language': language }
	for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
	return url
}

class InsideError extends Error {}

/** What the name stands for is looked up once, and connected to is what was found and allowed. Leads nowhere else. */
function get(
	url: URL,
	{ userAgent, allowPrivate }: Pick<GeocoderQuestion, 'userAgent' | 'allowPrivate'>,
	timeoutMs: number,
): Promise<{ status: number; text: string }> {
	const host = url.hostname.replace(/^\[|\]$/g, '')
	if (isIP(host) && !allowPrivate && isPrivateAddress(host)) return Promise.reject(new InsideError())
	const send = url.protocol === 'https:' ? overHttps : overHttp
	return new Promise((answered, failed) => {
		const request = send(
			url,
			{
				headers: { 'user-agent': userAgent, accept: 'application/json' },
				lookup: outside(allowPrivate),
				signal: AbortSignal.timeout(timeoutMs),
			},
			(response) => read(response).then((text) => answered({ status: response.statusCode ?? 0, text }), failed),
		)
		request.on('error', failed)
		request.end()
	})
}

function outside(allowPrivate: boolean): LookupFunction {
	return (host, options, found) => {
		lookup(host, { ...options, all: true }, (error, addresses) => {
			if (error) return found(error, '')
			const allowed = addresses.filter(({ address }) => allowPrivate || !isPrivateAddress(address))
			const [first] = allowed
			if (!first) return found(new InsideError(), '')
			return options.all ? found(null, allowed) : found(null, first.address, first.family)
		})
	}
}

async function read(response: IncomingMessage): Promise<string> {
	const pieces: Buffer[] = []
	let size = 0
	for await (const piece of response) {
		size += piece.length
		if (size > longestAnswer) throw new Error('the answer is too long')
		pieces.push(piece)
	}
	return Buffer.concat(pieces).toString()
}

/** The places of an answer, those that are none left out; null for what is no list. */
function placesIn(text: string): FoundPlace[] | null {
	const list = parsed(text)
	if (!Array.isArray(list)) return null
	return list.slice(0, most).flatMap((one: { lat?: unknown; lon?: unknown; display_name?: unknown } | null) => {
		const [lat, lng] = [numberIn(one?.lat), numberIn(one?.lon)]
		const label = typeof one?.display_name === 'string' ? one.display_name.replace(/\p{Cc}+/gu, ' ').slice(0, 300) : ''
		if (!label || !(Math.abs(lat) <= 90) || !(Math.abs(lng) <= 180)) return []
		return { label, lat, lng }
	})
}

/** Both texts and numbers are common. */
function numberIn(value: unknown): number {
	return typeof value === 'number' ? value : typeof value === 'string' && value.trim() ? Number(value) : Number.NaN
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}
