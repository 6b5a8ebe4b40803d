import { contrast, fromHex, type Oklch, toHex } from './oklch.ts'

/** Every role of tokens.css that e-mail, PDF and icons use, as `#rrggbb`. */
export type Roles = Record<BrandRole | keyof typeof NEUTRAL, string>
export type Palette = { light: Roles; dark: Roles }
export type BrandRole =
	| 'brandFill'
	| 'brandFillPress'
	| 'onBrand'
	| 'brandStrong'
	| 'brandSoft'
	| 'brandLine'
	| 'brandMark'

type Scheme = 'light' | 'dark'
type Pair = readonly [light: readonly [number, number, number], dark: readonly [number, number, number]]

/** What does not depend on the brand: lightness, chroma and hue on light and on dark grounds. */
const NEUTRAL = {
	ground: [
		[0.972, 0.003, 75],
		[0.185, 0.006, 58],
	],
	surface: [
		[0.996, 0.001, 75],
		[0.225, 0.007, 58],
	],
	surfaceSunk: [
		[0.95, 0.004, 75],
		[0.15, 0.005, 58],
	],
	surfaceRaised: [
		[0.996, 0.001, 75],
		[0.265, 0.008, 58],
	],
	line: [
		[0.907, 0.005, 72],
		[0.33, 0.009, 58],
	],
	lineStrong: [
		[0.845, 0.006, 70],
		[0.42, 0.009, 60],
	],
	lineControl: [
		[0.6, 0.01, 65],
		[0.6, 0.01, 65],
	],
	ink: [
		[0.235, 0.009, 55],
		[0.945, 0.004, 75],
	],
	ink2: [
		[0.405, 0.01, 60],
		[0.82, 0.006, 72],
	],
	ink3: [
		[0.5, 0.011, 62],
		[0.7, 0.008, 70],
	],
	inverse: [
		[0.27, 0.009, 55],
		[0.93, 0.004, 75],
	],
	onInverse: [
		[0.972, 0.003, 75],
		[0.185, 0.006, 58],
	],
	attention: [
		[0.46, 0.075, 68],
		[0.83, 0.07, 82],
	],
	attentionSoft: [
		[0.952, 0.024, 84],
		[0.295, 0.027, 76],
	],
	success: [
		[0.44, 0.055, 162],
		[0.81, 0.055, 162],
	],
	successSoft: [
		[0.952, 0.016, 162],
		[0.285, 0.018, 165],
	],
	danger: [
		[0.46, 0.115, 27],
		[0.8, 0.08, 27],
	],
	dangerSoft: [
		[0.955, 0.016, 27],
		[0.295, 0.032, 27],
	],
	info: [
		[0.44, 0.045, 248],
		[0.81, 0.04, 248],
	],
	infoSoft: [
		[0.952, 0.011, 248],
		[0.285, 0.016, 248],
	],
} as const satisfies Record<string, Pair>

/** Text and the ground it stands on. Each reaches 4.5:1 for every brand, in both schemes. */
export const TEXT_PAIRS: readonly (readonly [text: keyof Roles, ground: keyof Roles])[] = [
	['onBrand', 'brandFill'],
	['onBrand', 'brandFillPress'],
	['brandStrong', 'ground'],
	['brandStrong', 'surface'],
	['brandStrong', 'surfaceRaised'],
	['brandStrong', 'brandSoft'],
	['ink', 'brandSoft'],
	['ink2', 'brandSoft'],
	...(['ink', 'ink2', 'ink3'] as const).flatMap((text) =>
		(['ground', 'surface', 'surfaceSunk', 'surfaceRaised'] as const).map((ground) => [text, ground] as const),
	),
	['surface', 'ink2'],
	['onInverse', 'inverse'],
	['inverse', 'onInverse'],
	['ink', 'dangerSoft'],
	['attention', 'attentionSoft'],
	['success', 'successSoft'],
	['danger', 'dangerSoft'],
	['info', 'infoSoft'],
	['attention', 'surface'],
	['danger', 'surface'],
]

/** All roles from one brand color `#rrggbb`; the same arithmetic as tokens.css. */
export function palette(brandHex: string): Palette {
	const brand = fromHex(brandHex)
	return { light: roles(brand, brandHex, 'light'), dark: roles(brand, brandHex, 'dark') }
}

function roles(brand: Oklch, brandHex: string, scheme: Scheme): Roles {
	const light = scheme === 'light'
	const fill = toHex({ ...brand, l: fillLightness(brand.l, scheme) })
	const onBrand = contrast(fill, '#ffffff') > contrast(fill, '#000000') ? '#ffffff' : '#000000'
	return {
		...neutral(scheme),
		brandFill: fill,
		brandFillPress: press(fill, onBrand),
		onBrand,
		brandStrong: toHex(
			light
				? { l: Math.min(brand.l, 0.48), c: Math.min(brand.c, 0.155), h: brand.h }
				: { l: Math.max(brand.l, 0.78), c: Math.min(brand.c, 0.13), h: brand.h },
		),
		brandSoft: toHex(
			light
				? { l: 0.957, c: Math.min(brand.c * 0.16, 0.026), h: brand.h }
				: { l: 0.288, c: Math.min(brand.c * 0.2, 0.03), h: brand.h },
		),
		brandLine: toHex(
			light
				? { l: 0.855, c: Math.min(brand.c * 0.5, 0.085), h: brand.h }
				: { l: 0.43, c: Math.min(brand.c * 0.5, 0.07), h: brand.h },
		),
		brandMark: light ? brandHex : toHex({ ...brand, l: Math.max(brand.l, 0.6) }),
	}
}

/** Bright brands stay as they are; all others are held where black or white can sit on them. */
function fillLightness(l: number, scheme: Scheme): number {
	const bright = Math.min(1, Math.max(0, (l - 0.7) * 1000))
	return scheme === 'light'
		? bright * l + (1 - bright) * Math.min(l, 0.55)
		: bright * Math.min(l, 0.88) + (1 - bright) * Math.min(0.55, Math.max(0.47, l))
}

/** A step away from the color of the text, so that pressing never costs contrast. */
function press(fill: string, onBrand: string): string {
	const { l, c, h } = fromHex(fill)
	return toHex({ l: onBrand === '#ffffff' ? l * 0.9 : l + (1 - l) * 0.1, c: c * 0.9, h })
}

function neutral(scheme: Scheme) {
	const entries = Object.entries(NEUTRAL).map(([role, pair]) => {
		const [l, c, h] = pair[scheme === 'light' ? 0 : 1]
		return [role, toHex({ l, c, h })]
	})
	return Object.fromEntries(entries) as Record<keyof typeof NEUTRAL, string>
}

/** Reads what a person typed as a color (`#d2521a`, `D2521A`, `#d52`, `rgb(210, 82, 26)`) into `#rrggbb`. */
export function parseBrandColor(input: string): string | null {
	const text = input.trim().toLowerCase()
	const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/.exec(text)?.[1]
	if (hex) return `#${hex.length === 3 ? hex.replace(/./g, '$&$&') : hex}`
	const rgb = /^rgb\(\s*(\d{1,3})\s*[,\s]\s*(\d{1,3})\s*[,\s]\s*(\d{1,3})\s*\)$/.exec(text)
	const bytes = rgb?.slice(1).map(Number)
	if (!bytes || bytes.some((byte) => byte > 255)) return null
	return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
