import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe calls serious or worse on the page as it stands, each with its place; `rules`: ask of these alone.
 * What is within frames is not asked: the pages that previews show are walked by themselves.
 */
export async function seriousFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
	return page.evaluate(async (only) => {
		// What is well is not reported: to describe it takes as long as to look.
		const options = { reporter: 'no-passes', iframes: false, ...(only ? { runOnly: [...only] } : {}) } as const
		const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, options)
		return violations
			.filter(({ impact }) => impact === 'serious' || impact === 'critical')
			.map(({ id, nodes }) => `${id} at ${nodes.map(({ target, html }) => `${target.join(' ')}: ${html}`).join('; ')}`)
	}, rules)
}
