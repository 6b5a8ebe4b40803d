import { readdirSync, readFileSync } from 'node:fs'
import { at, main, say } from './paths.mjs'

const vocabulary = /^(tables|schema|rules|policy|reads|writes|events|jobs|api)\.ts$|\.test\.ts$/
const longest = 250

/** Looks at what no linter knows: the names of a feature's files, and files that have grown too long (a warning). */
await main(() => {
	const files = ['bin', 'src', 'tests', 'simulators', 'bench'].flatMap(filesOf)
	for (const file of files) {
		const lines = readFileSync(at(file), 'utf8').split('\n').length - 1
		if (lines > longest) say(`warning: ${file} has ${lines} lines; split it by sub-noun above ${longest}`)
	}
	const strangers = files.filter((file) => file.startsWith('src/features/') && !isKnown(file))
	for (const file of strangers) {
		say(`${file}: a feature has tables, schema, rules, policy, reads, writes, events, jobs, api (.ts),`)
		say('  messages/ and components/, and tests beside them. Give the file one of these names in a folder of its noun.')
	}
	if (strangers.length > 0) process.exit(1)
})

function isKnown(file) {
	return /\/(messages|components)\//.test(file.slice('src/features/'.length)) || vocabulary.test(file.split('/').at(-1))
}

function filesOf(folder) {
	if (folder === 'src/paraglide') return []
	try {
		return readdirSync(at(folder), { withFileTypes: true }).flatMap((entry) => {
			const path = `${folder}/${entry.name}`
			if (entry.isDirectory()) return filesOf(path)
			return /\.(ts|mjs|svelte)$/.test(entry.name) ? [path] : []
		})
	} catch {
		return []
	}
}
