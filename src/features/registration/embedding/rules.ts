import { locales } from '#i18n'
import { m } from '#messages'

export interface EmbedOptions {
	/** The contact form is switched on. */
	open: boolean
	/** Colors of the button. */
	fill: string
	ink: string
	/** For websites whose own language we do not speak. */
	language: string
}

/**
 * What `/embed.js` answers. It runs in somebody else's page: it adds one element where its tag stands, keeps to itself,
 * and styles by properties, which no content policy forbids.
 */
export function embedScript({ open, fill, ink, language }: EmbedOptions): string {
	const words = Object.fromEntries(
		locales.map((locale) => [
			locale,
			{ login: m.registration_embed_login({}, { locale }), form: m.registration_embed_form({}, { locale }) },
		]),
	)
	return `${run.replace('OPTIONS', () => JSON.stringify({ open, fill, ink, language, words }))}\n`
}

const run = `(() => {
	'use strict'
	const { open, fill, ink, language, words } = OPTIONS
	const tag = document.currentScript
	if (!tag || !tag.src) return
	const origin = new URL(tag.src).origin
	const own = (tag.dataset.language || document.documentElement.lang || '').slice(0, 2).toLowerCase()
	const speaks = words[own] ? own : language
	const say = words[speaks] || words.en
	const place = (element) => {
		const into = tag.dataset.target && document.querySelector(tag.dataset.target)
		if (into) into.append(element)
		else tag.after(element)
	}

	if (tag.dataset.button === 'login') {
		const link = document.createElement('a')
		link.href = origin + '/sign-in?lang=' + speaks
		link.textContent = tag.dataset.label || say.login
		Object.assign(link.style, {
			display: 'inline-block',
			padding: '12px 20px',
			borderRadius: '8px',
			background: fill,
			color: ink,
			font: '600 16px/1.25 system-ui, sans-serif',
			textDecoration: 'none',
		})
		place(link)
	}

	if (tag.dataset.form === 'contact' && open) {
		const frame = document.createElement('iframe')
		frame.title = tag.dataset.label || say.form
		frame.src = origin + '/register?embedded=1&lang=' + speaks
		frame.setAttribute('sandbox', 'allow-forms allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox')
		frame.setAttribute('referrerpolicy', 'strict-origin')
		frame.loading = 'lazy'
		Object.assign(frame.style, { display: 'block', width: '100%', height: '900px', border: '0', colorScheme: 'auto' })
		window.addEventListener('message', (event) => {
			if (event.origin !== origin || event.source !== frame.contentWindow) return
			const { type, height } = event.data || {}
			if (type === 'embed:height' && height > 0 && height < 20000) frame.style.height = Math.ceil(height) + 'px'
		})
		place(frame)
	}
})()`
