import { paraglideVitePlugin } from '@inlang/paraglide-js'
import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig, type Plugin } from 'vite'
import { paraglide } from './paraglide.config.ts'

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

/** What every page loads travels in two files: many small ones compress badly and cost a request each. */
const chunks: Plugin = {
	name: 'client-chunks',
	apply: 'build',
	config: () => ({
		environments: {
			client: { build: { rolldownOptions: { output: { codeSplitting: { groups: [frameworkChunk, shellChunk] } } } } },
		},
	}),
}

const frameworkChunk = {
	name: 'framework',
	test: /node_modules[\\/](svelte|@sveltejs[\\/]kit|devalue|clsx|esm-env)[\\/]/,
	minShareCount: 4,
	priority: 2,
}

const shellChunk = {
	name: 'shell',
	test: /src[\\/]ui[\\/](Icon|Button|Logo|Avatar|LoadingBar|ToastSlot|toasts|initials|shell[\\/](Bar|items))[.]|lucide[\\/]svelte[\\/]dist[\\/](?!icons)|paraglide[\\/]runtime/,
	minShareCount: 2,
	priority: 1,
}

export default defineConfig({
	plugins: [
		paraglideVitePlugin(paraglide),
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
					'object-src': ['none'],
					'base-uri': ['none'],
					'form-action': ['self'],
					'frame-ancestors': ['self'],
				},
			},
			// The front door itself refuses what comes from other sites, and lets programs in that send no origin.
			csrf: { trustedOrigins: ['*'] },
			version: { pollInterval: 0 },
		}),
		entries,
		chunks,
	],
	build: {
		target: 'es2022',
		// Colors follow the scheme of a subtree by light-dark(); rewritten for older browsers they would not.
		cssTarget: ['chrome125', 'firefox128', 'safari18'],
	},
})
