import { expect, test } from 'vitest'
import { visit } from '#support/alive.ts'
import { desktop, openBrowser, phone } from '#support/browser.ts'
import { useDemo } from '#support/demo.ts'
import { TEXT_PAIRS } from '#ui/brand/palette.ts'

const demo = useDemo()
const browser = openBrowser()

test('BRD-1: the browser finds nothing that keeps the portal from being installed', async () => {
	const { page, context } = await browser.open(demo.origin, null, phone)
	await page.goto('/sign-in')
	const session = await context.newCDPSession(page)
	const { data, errors } = await session.send('Page.getAppManifest')
	expect(errors).toEqual([])
	expect(JSON.parse(data ?? '{}')).toMatchObject({ display: 'standalone', start_url: '/' })
	await expect
		.poll(async () =>
			(await session.send('Page.getInstallabilityErrors')).installabilityErrors.map(({ errorId }) => errorId),
		)
		// A window without a profile can never install anything.
		.toEqual(['in-incognito'])
	await context.close()
})

/** `brandFill` → `--brand-fill`, `ink2` → `--ink-2`. */
const token = (role: string) => `--${role.replace(/([A-Z]|\d)/g, (part) => `-${part.toLowerCase()}`)}`

test.each(['light', 'dark'] as const)(
	'BRD-1: what a browser really shows reaches 4.5:1 for 216 brand colors (%s)',
	async (colorScheme) => {
		const { page, context } = await browser.open(demo.origin, null, { ...desktop, colorScheme })
		await page.goto('/sign-in')
		const pairs = TEXT_PAIRS.map(([text, ground]) => [token(text), token(ground)] as const)
		const low = await page.evaluate((wanted) => {
			const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
			const probe = document.body.appendChild(document.createElement('i'))
			const luminance = (name: string) => {
				probe.style.color = `var(${name})`
				if (!canvas) return 0
				canvas.fillStyle = getComputedStyle(probe).color
				canvas.fillRect(0, 0, 1, 1)
				const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) =>
					byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
				)
				return 0.2126 * r + 0.7152 * g + 0.0722 * b
			}
			const steps = ['00', '33', '66', '99', 'cc', 'ff']
			const colors = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => `#${r}${g}${b}`)))
			const names = [...new Set(wanted.flat())]
			return colors.flatMap((brand) => {
				document.documentElement.style.setProperty('--brand', brand)
				const values = Object.fromEntries(names.map((name) => [name, luminance(name)]))
				return wanted.flatMap(([text, ground]) => {
					const [high = 0, lower = 0] = [values[text] ?? 0, values[ground] ?? 0].sort((a, b) => b - a)
					const ratio = (high + 0.05) / (lower + 0.05)
					return ratio < 4.5 ? [`${brand}: ${text} on ${ground} ${ratio.toFixed(2)}`] : []
				})
			})
		}, pairs)
		expect(low).toEqual([])
		await context.close()
	},
)

test('BRD-1: the preview follows the color before it is saved, the mail too', async () => {
	const { page, context, errors } = await browser.open(demo.origin, demo.owner, desktop)
	await visit(page, '/office/settings/brand')
	await page.locator('#brandColor').fill('#0055aa')
	await expect.poll(() => page.locator('.preview').getAttribute('style')).toContain('#0055aa')
	await expect.poll(() => page.locator('iframe').getAttribute('src')).toContain('%230055aa')
	expect(errors).toEqual([])
	await context.close()
})
