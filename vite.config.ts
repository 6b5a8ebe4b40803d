import { fileURLToPath } from 'node:url'
import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig, type Plugin } from 'vite'
import { compileMessages } from './bin/steps/messages.mjs'

await compileMessages()

/** The server's own entry points are built with the pages, so that both share every module. */
const entries: Plugin = {
	name: 'server-entries',
	apply: 'build',
	config: () => ({
		environments: {
			ssr: { build: { rolldownOptions: { input: { main: 'src/main.ts', cli: 'src/cli/main.ts' } } } },
		},
	}),
}

/**
 * Node keeps the text of what it has loaded for as long as it runs, and with a single character beyond Latin-1 twice
 * as much: in the server's files those are written as escapes, and comments left out.
 */
const narrow: Plugin = {
	name: 'server-narrow',
	apply: 'build',
	config: () => ({ environments: { ssr: { build: { rolldownOptions: { output: { comments: false } } } } } }),
	applyToEnvironment: (environment) => environment.name === 'ssr',
	renderChunk: (code) => ({
		code: code.replace(/[\u0100-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
		map: null,
	}),
}

/** Paraglide asks for the rules of plurals anew for each text, which takes longer than the rest of the text. */
const plurals: Plugin = {
	name: 'plurals-once',
	transform(code, id) {
		if (!id.replaceAll('\\', '/').endsWith('src/paraglide/registry.js')) return null
		const once = code.replace('new Intl.PluralRules(locale, options)', 'rulesOf(locale, options)')
		if (once === code) throw new Error('the registry of Paraglide is made in another way now: see `plurals`')
		return `${once}
const made = new Map()
function rulesOf(locale, options) {
	const key = locale + (options?.type ?? '')
	let rules = made.get(key)
	if (!rules) made.set(key, (rules = new Intl.PluralRules(locale, options)))
	return rules
}`
	},
}

/** The icons of the library, drawn by a component of ours that is a tenth of its own: nobody needs its options. */
const drawings: Plugin = {
	name: 'icon-drawings',
	enforce: 'pre',
	resolveId: (source, importer) =>
		source === '../Icon.svelte' && importer && /@lucide\/svelte\/dist\/icons\//.test(importer.replaceAll('\\', '/'))
			? fileURLToPath(new URL('src/ui/Drawing.svelte', import.meta.url))
			: null,
}

/**
 * Modules that are loaded together travel in one file: many small ones compress badly and cost a request each.
 * `shell` is on every page of the portal; nothing belongs in it that only some of them need.
 */
const together: Record<string, RegExp[]> = {
	framework: [/node_modules\/(svelte|@sveltejs\/kit|devalue|clsx|esm-env)\//],
	shell: [
		/src\/paraglide\/(runtime|messages\/(ui_(skip|nav_|your_profile|loading)|messages_unread))/,
		/src\/ui\/(Icon|Drawing|Button|Logo|Avatar|FontPreload|LoadingBar|ToastSlot|toasts|icon|initials|shell\/(Bar|PortalShell|items))\./,
		/src\/features\/messages\/components\/following/,
		/@lucide\/svelte\/dist\/icons\/(bell|chevron-left|house|file-text|message-square|user-round|x)\./,
	],
	cards: [
		/src\/ui\/(Badge|Card|Empty|Note|Row|Rows|drawings|shell\/PortalPage)\./,
		/@lucide\/svelte\/dist\/icons\/(chevron-right|info)\./,
	],
	format: [/src\/platform\/i18n\//, /src\/paraglide\/messages\/messages_(title|list_|line_|not_|none_)/],
	/** Of fields that are wrong and of messages alike: neither is to load the other. */
	marks: [/@lucide\/svelte\/dist\/icons\/(check|triangle-alert)\./],
	forms: [/src\/ui\/forms\/(Checkbox|ErrorSummary|Field|Select|TextArea|TextInput|option|refusal)/],
	uploads: [
		/src\/ui\/(Upload|UploadRow|Progress)\./,
		/src\/paraglide\/messages\/ui_(or_drop|choose|cancel)/,
		/@lucide\/svelte\/dist\/icons\/(upload|camera)\./,
	],
	files: [
		/src\/features\/documents\/components\/(DocumentMark|Files)\./,
		/src\/paraglide\/messages\/documents_(folder|folder_mine|look|new|new_count|count|back|title)\d*\./,
		/@lucide\/svelte\/dist\/icons\/(archive|file-spreadsheet|image|sparkle)\./,
	],
	conversation: [
		/src\/ui\/chat\//,
		/src\/paraglide\/messages\/messages_(?!unread|title|list_|line_|not_|none_)/,
		/src\/features\/messages\/components\/(?!Files|InboxList|exchange|following|problems|uploads)/,
	],
}

const chunks: Plugin = {
	name: 'client-chunks',
	apply: 'build',
	config: () => ({
		environments: { client: { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } } },
	}),
}
const groups = Object.entries(together).map(([name, modules], index, { length }) => ({
	name,
	test: (id: string) => modules.some((one) => one.test(id.replaceAll('\\', '/'))),
	minShareCount: name === 'framework' ? 20 : 2,
	priority: length - index,
}))

export default defineConfig({
	plugins: [
		sveltekit({
			// bin/steps/build.mjs builds beside the running version and moves the result into place.
			adapter: adapter({ out: process.env.BUILD_FOLDER ?? 'build/next' }),
			csp: {
				mode: 'nonce',
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					'style-src': ['self'],
					// Components draw figures with custom properties in style attributes; no script can come of it.
					'style-src-attr': ['unsafe-inline'],
					'img-src': ['self', 'data:', 'blob:'],
					'manifest-src': ['self'],
					'object-src': ['none'],
					'base-uri': ['none'],
					'form-action': ['self'],
					'frame-ancestors': ['self'],
				},
			},
			// The front door itself refuses what comes from other sites, and lets programs in that send no origin.
			csrf: { trustedOrigins: ['*'] },
			version: { pollInterval: 0 },
			// The server says which page a path leads to: what all pages are called would grow every first visit with each
			// new page, and tell clients how the office is built.
			router: { resolution: 'server' },
			// The server names a page's style sheets relative to that page's own address, but they are loaded relative to
			// the page from which it is gone to: from one deeper down they were not found.
			paths: { relative: false },
		}),
		drawings,
		plurals,
		entries,
		chunks,
		narrow,
	],
	// The list of what this package exports is 179 kB, which Node reads again for each of our modules that imports it:
	// 0.8 s of each start.
	ssr: { noExternal: ['drizzle-orm'] },
	build: {
		// Of what a page imports only the styles are named beforehand: the scripts' names of all pages would make up a
		// tenth of what every first visit loads. Pages are fetched when a link is pointed at, so that nobody waits.
		modulePreload: {
			polyfill: false,
			resolveDependencies: (_file, found) => found.filter((one) => one.endsWith('.css')),
		},
		target: 'es2022',
		// Colors follow the scheme of a subtree by light-dark(); rewritten for older browsers they would not.
		cssTarget: ['chrome125', 'firefox128', 'safari18'],
	},
})
