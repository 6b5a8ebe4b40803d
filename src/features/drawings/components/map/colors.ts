import type { MapColors } from '../../mapping/rules.ts'

type Hex = `#${string}`

export interface PageColors extends MapColors {
	brand: Hex
	paper: Hex
}

/** The colors that the page has at an element, in the form that the map understands. */
export function colorsOf(element: HTMLElement): PageColors {
	const probe = document.createElement('span')
	element.append(probe)
	const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
	function hex(token: string): Hex {
		probe.style.color = `var(${token})`
		if (!brush) return '#808080'
		brush.fillStyle = getComputedStyle(probe).color
		brush.fillRect(0, 0, 1, 1)
		const [red = 0, green = 0, blue = 0] = brush.getImageData(0, 0, 1, 1).data
		return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
	}
	const colors = {
		ground: hex('--surface-sunk'),
		line: hex('--line'),
		strong: hex('--line-strong'),
		brand: hex('--brand-strong'),
		paper: hex('--surface'),
	}
	probe.remove()
	return colors
}
