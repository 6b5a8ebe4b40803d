import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseArgs } from 'node:util'
import { listen } from './http.ts'

export type GeocoderFaults = {
	/** Answers after so many milliseconds. */
	slow?: number
	/** Answers 500. */
	broken?: boolean
	/** Answers what is no JSON. */
	garbage?: boolean
	/** Answers 429, as a public server does whom it was asked too often by. */
	blocked?: boolean
}

export type GeocoderSimulator = {
	/** Of the search, for the settings. */
	url: string
	/** Template of the tiles, for the settings. */
	tiles: string
	/** What was asked for, and by whom. */
	asked: { q: string; userAgent: string }[]
	/** Paths of tiles that were asked for. */
	drawn: string[]
	faults: GeocoderFaults
	close(): Promise<void>
}

const places = [
	{
		place_id: 1,
		lat: '39.7392100',
		lon: '-104.9902700',
		display_name: '14 Larkspur Lane, Denver, Colorado, United States',
	},
	{
		place_id: 2,
		lat: '40.0149900',
		lon: '-105.2705500',
		display_name: '14 Larkspur Lane, Boulder, Colorado, United States',
	},
]
const known = new Set(['q', 'format', 'limit', 'accept-language', 'key'])

/** Speaks Nominatim's search for one street that is in two towns, and hands out tiles of one color. */
export async function startGeocoder(options: { port?: number } = {}): Promise<GeocoderSimulator> {
	const simulator: GeocoderSimulator = {
		url: '',
		tiles: '',
		asked: [],
		drawn: [],
		faults: {},
		close: () => server.close(),
	}
	const server = await listen((request, response) => answer(simulator, request, response), options.port)
	simulator.url = `${server.url}/search`
	simulator.tiles = `${server.url}/tiles/{z}/{x}/{y}.png`
	return simulator
}

async function answer(simulator: GeocoderSimulator, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const url = new URL(request.url ?? '/', 'http://simulator')
	if (url.pathname.startsWith('/tiles/')) {
		simulator.drawn.push(url.pathname)
		response.writeHead(200, { 'content-type': 'image/png', 'access-control-allow-origin': '*' })
		response.end(tile)
		return
	}
	if (url.pathname !== '/search' || request.method !== 'GET') {
		response.writeHead(404).end()
		return
	}
	const { faults } = simulator
	const userAgent = request.headers['user-agent'] ?? ''
	const q = url.searchParams.get('q') ?? ''
	simulator.asked.push({ q, userAgent })
	if (faults.slow) await new Promise((passed) => setTimeout(passed, faults.slow))
	if (faults.broken) response.writeHead(500).end('broken')
	else if (faults.blocked) response.writeHead(429).end('Usage limit reached')
	else if (faults.garbage) response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Welcome')
	else reply(response, ...found(url, userAgent))
}

/** What it does not know it refuses, so that a client learns of its mistake. */
function found({ searchParams }: URL, userAgent: string): [status: number, body: unknown] {
	const unknown = [...searchParams.keys()].filter((name) => !known.has(name))
	if (unknown.length > 0 || searchParams.get('format') !== 'jsonv2') return [400, { error: { code: 400, unknown } }]
	if (!userAgent || userAgent.startsWith('node')) return [403, 'Say who you are']
	const limit = Number(searchParams.get('limit') ?? 10)
	return [200, /larkspur/i.test(searchParams.get('q') ?? '') ? places.slice(0, limit) : []]
}

function reply(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { 'content-type': 'application/json' })
	response.end(JSON.stringify(body))
}

/** One green pixel. */
const tile = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADElEQVQImWOonZUFAAMZAYLJEU3zAAAAAElFTkSuQmCC',
	'base64',
)

if (import.meta.main) {
	const { values } = parseArgs({ options: { port: { type: 'string', default: '4520' } } })
	const { url, tiles } = await startGeocoder({ port: Number(values.port) })
	console.log(`For the settings of maps: search ${url}, tiles ${tiles}`)
}
