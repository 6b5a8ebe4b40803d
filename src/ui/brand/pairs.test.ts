import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { palette, TEXT_PAIRS } from './palette.ts'

const source = join(import.meta.dirname, '../..')
const roleOf = (token: string) =>
	token.replace(/^--/, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
const roles = new Set(Object.keys(palette('#d2521a').light))

/** Text and ground of every rule that sets both, from all style sheets and components. */
function pairsInUse(): Map<string, string> {
	const pairs = new Map<string, string>()
	for (const file of globSync(['**/*.css', '**/*.svelte'], { cwd: source })) {
		for (const [, body = ''] of readFileSync(join(source, file), 'utf8').matchAll(/\{([^{}]*)\}/g)) {
			const text = /(?:^|[;\s])color:\s*var\((--[\w-]+)\)/.exec(body)?.[1]
			const ground = /background(?:-color)?:\s*var\((--[\w-]+)\)/.exec(body)?.[1]
			if (!text || !ground) continue
			const pair = `${roleOf(text)} on ${roleOf(ground)}`
			if (roles.has(roleOf(text)) && roles.has(roleOf(ground))) pairs.set(pair, file)
		}
	}
	return pairs
}

test('BRD-1: every pair of text and ground that a rule sets is one whose contrast is guaranteed', () => {
	const guaranteed = new Set(TEXT_PAIRS.map(([text, ground]) => `${text} on ${ground}`))
	const used = pairsInUse()
	expect(used.size).toBeGreaterThan(8)
	expect([...used].filter(([pair]) => !guaranteed.has(pair))).toEqual([])
})
