import { gradient, HEIGHT, photo, pick, type Random, WIDTH } from '../paint/rules.ts'

type Device = { defs?: string; body: string }

/** What hangs on a wall of the garage: the inverter, the battery or the utility's meter. */
export function onWall(random: Random, device: (random: Random) => Device): string {
	const paint = pick(random, ['#cfcabf', '#c2c7c9', '#d6cfc0', '#b8bdb4'])
	const { defs = '', body } = device(random)
	const tilt = (random() * 2.4 - 1.2).toFixed(2)
	return photo({
		defs: `${gradient(
			'wall',
			[
				[0, '#fff'],
				[1, '#000'],
			],
			'x2="1" y2="1"',
		)}${gradient(
			'case',
			[
				[0, '#fbfbfa'],
				[0.7, '#e3e4e4'],
				[1, '#c9cbcc'],
			],
			'x2="0.4" y2="1"',
		)}${gradient(
			'steel',
			[
				[0, '#9ea4a8'],
				[0.4, '#d5d9db'],
				[1, '#82888c'],
			],
			'x2="1" y2="0"',
		)}${defs}`,
		body: `<rect width="${WIDTH}" height="${HEIGHT}" fill="${paint}"/><rect width="${WIDTH}" height="${HEIGHT}" fill="url(#wall)" opacity="0.22"/><g transform="rotate(${tilt} 800 600)">${body}</g>`,
	})
}

function pipe(x: number, from: number, to: number): string {
	const height = to - from
	return `<rect x="${x + 14}" y="${from}" width="34" height="${height}" fill="#000" opacity="0.35" filter="url(#edge)"/><rect x="${x}" y="${from}" width="34" height="${height}" fill="url(#steel)"/>`
}

function box(x: number, y: number, width: number, height: number, radius: number, paint: string): string {
	const shape = `x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"`
	return `<rect ${shape} fill="#000" opacity="0.5" transform="translate(24 34)" filter="url(#soft)"/><rect ${shape} fill="${paint}" stroke="#000" stroke-opacity="0.2" stroke-width="2"/>`
}

const text = (x: number, y: number, size: number, content: string, paint = 'fill="#4a4f52"') =>
	`<text x="${x}" y="${y}" font-family="sans-serif" font-size="${size}" ${paint}>${content}</text>`

export function inverter(random: Random): Device {
	const power = (2 + random() * 6).toFixed(1)
	return {
		body: [
			pipe(700, 860, HEIGHT + 60),
			pipe(860, 860, HEIGHT + 60),
			box(540, 190, 520, 690, 34, 'url(#case)'),
			'<rect x="540" y="700" width="520" height="6" fill="#000" opacity="0.16"/>',
			'<rect x="640" y="300" width="320" height="170" rx="14" fill="#12181c"/><rect x="640" y="300" width="320" height="70" rx="14" fill="#fff" opacity="0.07"/>',
			text(668, 402, 76, `${power}`, 'fill="#d9f5e2" font-weight="300"'),
			text(830, 402, 34, 'kW', 'fill="#9fc9ad"'),
			text(668, 446, 22, 'Today  14.2 kWh', 'fill="#7f9f8a"'),
			'<circle cx="690" cy="545" r="11" fill="#37d67a"/><circle cx="690" cy="545" r="30" fill="#37d67a" opacity="0.3" filter="url(#edge)"/><circle cx="740" cy="545" r="11" fill="#b9bcbd"/><circle cx="790" cy="545" r="11" fill="#b9bcbd"/>',
			box(1180, 420, 190, 300, 12, '#8c9195'),
			'<rect x="1236" y="480" width="78" height="150" rx="8" fill="#c4281f"/><rect x="1256" y="500" width="38" height="70" rx="6" fill="#7d140e"/>',
			text(1237, 672, 20, 'SOLAR', 'fill="#f4f4f4"'),
			text(1209, 696, 20, 'DISCONNECT', 'fill="#f4f4f4"'),
			`<rect x="1060" y="540" width="120" height="30" fill="url(#steel)"/>`,
			text(600, 790, 25, 'AC 240 V  60 Hz     DC MAX 600 V'),
			text(600, 830, 20, `S/N 21${Math.floor(random() * 900_000 + 100_000)}`),
		].join(''),
	}
}

export function battery(random: Random): Device {
	const charge = 0.35 + random() * 0.6
	return {
		body: [
			`<rect x="-100" y="1010" width="1800" height="300" fill="#8d8a84"/>`,
			pipe(783, -60, 220),
			box(470, 200, 660, 780, 46, 'url(#case)'),
			'<rect x="470" y="200" width="660" height="300" rx="46" fill="#fff" opacity="0.35"/>',
			'<rect x="796" y="560" width="8" height="220" rx="4" fill="#cdd0d1"/>',
			`<rect x="796" y="${(780 - 220 * charge).toFixed(0)}" width="8" height="${(220 * charge).toFixed(0)}" rx="4" fill="#36c46f"/><rect x="784" y="${(780 - 220 * charge).toFixed(0)}" width="32" height="${(220 * charge).toFixed(0)}" rx="16" fill="#36c46f" opacity="0.35" filter="url(#edge)"/>`,
			box(1250, 360, 200, 270, 16, '#e9eaea'),
			`<rect x="1130" y="480" width="120" height="28" fill="url(#steel)"/>`,
			'<ellipse cx="800" cy="1024" rx="420" ry="22" fill="#000" opacity="0.5" filter="url(#soft)"/>',
		].join(''),
	}
}

export function meter(random: Random): Device {
	const reading = String(Math.floor(random() * 90_000 + 10_000))
	return {
		defs: '<radialGradient id="dome" cx="0.35" cy="0.28" r="0.8"><stop offset="0" stop-color="#fff" stop-opacity="0.75"/><stop offset="0.35" stop-color="#fff" stop-opacity="0.12"/><stop offset="1" stop-color="#000" stop-opacity="0.35"/></radialGradient>',
		body: [
			pipe(783, -60, 260),
			pipe(700, 930, HEIGHT + 60),
			box(510, 240, 580, 710, 16, '#9aa0a3'),
			'<rect x="510" y="760" width="580" height="5" fill="#000" opacity="0.3"/>',
			'<circle cx="800" cy="500" r="238" fill="#5d6367"/><circle cx="800" cy="500" r="216" fill="#e8e6df"/>',
			'<rect x="650" y="410" width="300" height="116" rx="8" fill="#aebfa4"/>',
			text(664, 494, 66, reading, 'fill="#1d2a20"'),
			text(884, 494, 28, 'kWh', 'fill="#1d2a20"'),
			text(690, 582, 24, `No. ${Math.floor(random() * 9e7 + 1e7)}`),
			text(716, 622, 20, 'CL200 240V 3W'),
			'<circle cx="800" cy="500" r="216" fill="url(#dome)"/>',
			'<circle cx="800" cy="860" r="15" fill="#c8332b"/><path d="M800 845v-70" stroke="#777" stroke-width="5"/>',
		].join(''),
	}
}
