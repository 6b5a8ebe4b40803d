import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type GeocoderSimulator, startGeocoder } from '#simulators/geocoder.ts'
import { searchPlaces } from './client.ts'

let geocoder: GeocoderSimulator
beforeAll(async () => {
	geocoder = await startGeocoder()
})
afterAll(() => geocoder.close())
beforeEach(() => {
	geocoder.faults = {}
	geocoder.asked = []
})

const ask = (q: string, more: Partial<Parameters<typeof searchPlaces>[0]> = {}) =>
	searchPlaces({
		url: geocoder.url,
		q,
		language: 'en',
		userAgent: 'portal (test)',
		allowPrivate: true,
		timeoutMs: 300,
		...more,
	})

test('PRJ-3: an address is found, the likeliest place first, and we say who asks', async () => {
	const found = await ask('14 Larkspur Lane')
	expect(found).toMatchObject({ ok: true, places: [{ lat: 39.73921, lng: -104.99027 }, { lat: 40.01499 }] })
	expect(geocoder.asked).toEqual([{ q: '14 Larkspur Lane', userAgent: 'portal (test)' }])
	expect(await ask('nowhere at all')).toEqual({ ok: true, places: [] })
	expect(await ask('Larkspur', { url: `${geocoder.url}?key=abc` })).toMatchObject({ ok: true })
})

test('PRJ-3: a search that is slow, broken, full or away, or talks rubbish, is told apart from one that finds nothing', async () => {
	geocoder.faults = { slow: 1000 }
	expect(await ask('Larkspur')).toEqual({ ok: false, code: 'unreachable' })
	geocoder.faults = { broken: true }
	expect(await ask('Larkspur')).toEqual({ ok: false, code: 'unreachable' })
	geocoder.faults = { garbage: true }
	expect(await ask('Larkspur')).toEqual({ ok: false, code: 'garbage' })
	geocoder.faults = { blocked: true }
	expect(await ask('Larkspur')).toEqual({ ok: false, code: 'refused' })
	geocoder.faults = {}
	expect(await ask('Larkspur', { url: 'http://127.0.0.1:9/search' })).toEqual({ ok: false, code: 'unreachable' })
	expect(await ask('Larkspur', { url: 'ftp://example.com' })).toEqual({ ok: false, code: 'unreachable' })
})

test('PRJ-3: nobody looks around in our own network by it, neither by an address nor by a name', async () => {
	expect(await ask('Larkspur', { allowPrivate: false })).toEqual({ ok: false, code: 'private' })
	const byName = geocoder.url.replace('127.0.0.1', 'localhost')
	expect(await ask('Larkspur', { allowPrivate: false, url: byName })).toEqual({ ok: false, code: 'private' })
	expect(await ask('Larkspur', { allowPrivate: false, url: 'http://[::1]/search' })).toMatchObject({ code: 'private' })
	expect(geocoder.asked).toEqual([])
})
