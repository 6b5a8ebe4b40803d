import { createSocket } from 'node:dgram'

export interface ZoneEntry {
	a?: string[]
	aaaa?: string[]
	cname?: string
	txt?: string[]
	/** Values of `issue`. */
	caa?: string[]
	/** In place of an answer: an error of the server, or silence. */
	fault?: 'servfail' | 'silence'
}

export interface DnsSimulator {
	/** For `DNS_SERVERS`. */
	server: string
	/** By name in small letters; change it at any time. What is not here does not exist. */
	zone: Record<string, ZoneEntry>
	/** Names that were asked for. */
	asked: string[]
	close(): Promise<void>
}

const types: Record<number, 'a' | 'cname' | 'txt' | 'aaaa' | 'caa'> = {
	1: 'a',
	5: 'cname',
	16: 'txt',
	28: 'aaaa',
	257: 'caa',
}

/** A name server (RFC 1035, over UDP) that knows one zone by heart and follows aliases within it. */
export async function startDns(): Promise<DnsSimulator> {
	const zone: DnsSimulator['zone'] = {}
	const asked: string[] = []
	const socket = createSocket('udp4')
	socket.on('message', (query, from) => {
		const answer = answerTo(query, zone, asked)
		if (answer) socket.send(answer, from.port, from.address)
	})
	await new Promise<void>((ready) => socket.bind(0, '127.0.0.1', ready))
	return {
		server: `127.0.0.1:${socket.address().port}`,
		zone,
		asked,
		close: () => new Promise((closed) => socket.close(closed)),
	}
}

function answerTo(query: Buffer, zone: DnsSimulator['zone'], asked: string[]): Buffer | null {
	const { name, end } = readName(query, 12)
	const type = query.readUInt16BE(end)
	asked.push(name)
	const entry = zone[name]
	if (entry?.fault === 'silence') return null
	const records = entry ? recordsFor(name, types[type], zone) : []
	const code = entry?.fault === 'servfail' ? 2 : entry ? 0 : 3
	const header = Buffer.alloc(12)
	query.copy(header, 0, 0, 2)
	header.writeUInt16BE(0x8580 | code, 2)
	header.writeUInt16BE(1, 4)
	header.writeUInt16BE(code === 0 ? records.length : 0, 6)
	const question = query.subarray(12, end + 4)
	return Buffer.concat([header, question, ...(code === 0 ? records : [])])
}

function readName(message: Buffer, start: number): { name: string; end: number } {
	const labels: string[] = []
	let at = start
	for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
		labels.push(message.toString('latin1', at + 1, at + 1 + length))
		at += length + 1
	}
	return { name: labels.join('.').toLowerCase(), end: at + 1 }
}

function recordsFor(name: string, type: (typeof types)[number] | undefined, zone: DnsSimulator['zone']): Buffer[] {
	const entry = zone[name] ?? {}
	if (entry.cname && type !== 'cname') {
		return [record(name, 5, writeName(entry.cname)), ...recordsFor(entry.cname.toLowerCase(), type, zone)]
	}
	if (type === 'cname') return entry.cname ? [record(name, 5, writeName(entry.cname))] : []
	if (type === 'a')
		return (entry.a ?? []).map((address) => record(name, 1, Buffer.from(address.split('.').map(Number))))
	if (type === 'aaaa') return (entry.aaaa ?? []).map((address) => record(name, 28, sixBytes(address)))
	if (type === 'txt') return (entry.txt ?? []).map((text) => record(name, 16, strings(text)))
	return (entry.caa ?? []).map((issuer) =>
		record(name, 257, Buffer.concat([Buffer.from([0, 5]), Buffer.from(`issue${issuer}`)])),
	)
}

function record(name: string, type: number, data: Buffer): Buffer {
	const head = Buffer.alloc(10)
	head.writeUInt16BE(type, 0)
	head.writeUInt16BE(1, 2)
	head.writeUInt16BE(data.length, 8)
	return Buffer.concat([writeName(name), head, data])
}

function writeName(name: string): Buffer {
	const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]))
	return Buffer.concat([...labels, Buffer.from([0])])
}

/** A text is cut into strings of at most 255 bytes. */
function strings(text: string): Buffer {
	const pieces = text.match(/.{1,255}/gs) ?? ['']
	return Buffer.concat(pieces.map((piece) => Buffer.concat([Buffer.from([piece.length]), Buffer.from(piece)])))
}

function sixBytes(address: string): Buffer {
	const [head = '', tail = ''] = address.split('::')
	const groups = (text: string) => text.split(':').filter(Boolean)
	const middle = Array<string>(8 - groups(head).length - groups(tail).length).fill('0')
	const all = address.includes('::') ? [...groups(head), ...middle, ...groups(tail)] : groups(address)
	return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex')
}
