/** Lightness 0–1, chroma 0–0.4, hue in degrees. */
export type Oklch = { l: number; c: number; h: number }
type Triple = [number, number, number]

// Matrices: Björn Ottosson, "A perceptual color space for image processing" (2020), with its sRGB figures.

function linear(channel: number): number {
	return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}

function companded(channel: number): number {
	return channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055
}

function channels(hex: string): Triple {
	const value = Number.parseInt(hex.slice(1), 16)
	return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]
}

/** Reads `#rrggbb`. */
export function fromHex(hex: string): Oklch {
	const [r, g, b] = channels(hex).map(linear) as Triple
	const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
	const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
	const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
	const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
	const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
	return {
		l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
		c: Math.hypot(a, bb),
		h: (Math.atan2(bb, a) * 180) / Math.PI,
	}
}

function toLinear({ l: lightness, c, h }: Oklch): Triple {
	const a = c * Math.cos((h * Math.PI) / 180)
	const b = c * Math.sin((h * Math.PI) / 180)
	const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
	const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
	const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
	return [
		4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
		-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
		-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
	]
}

const inGamut = (rgb: Triple) => rgb.every((channel) => channel >= -0.0001 && channel <= 1.0001)

/** The nearest color that sRGB can show: same lightness and hue, as much of the chroma as fits. As `#rrggbb`. */
export function toHex(color: Oklch): string {
	const l = Math.min(1, Math.max(0, color.l))
	let [low, high] = inGamut(toLinear({ ...color, l })) ? [color.c, color.c] : [0, color.c]
	while (high - low > 0.0001) {
		const c = (low + high) / 2
		if (inGamut(toLinear({ l, c, h: color.h }))) low = c
		else high = c
	}
	const bytes = toLinear({ l, c: low, h: color.h }).map((channel) =>
		Math.round(companded(Math.min(1, Math.max(0, channel))) * 255),
	)
	return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** Relative luminance of `#rrggbb`, 0–1 (WCAG 2.2). */
export function luminance(hex: string): number {
	const [r, g, b] = channels(hex).map(linear) as Triple
	return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast of two colors `#rrggbb`, 1–21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
	const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number]
	return (light + 0.05) / (dark + 0.05)
}
