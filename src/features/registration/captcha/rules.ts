export const captchaProviders = ['hcaptcha', 'turnstile', 'recaptcha'] as const
export type CaptchaProvider = (typeof captchaProviders)[number]

export interface CaptchaPlace {
	/** What draws the puzzle, where the answer is checked, and the field that the puzzle fills in. */
	script: string
	verify: string
	field: string
	/** Class of the element that the script looks for. */
	mark: string
	/** What the page's content policy must let in. */
	policy: Record<string, string[]>
}

const hcaptcha = ['https://hcaptcha.com', 'https://*.hcaptcha.com']
const cloudflare = ['https://challenges.cloudflare.com']
const google = 'https://www.google.com/recaptcha/'

const places: Record<CaptchaProvider, CaptchaPlace> = {
	hcaptcha: {
		script: 'https://js.hcaptcha.com/1/api.js',
		verify: 'https://api.hcaptcha.com/siteverify',
		field: 'h-captcha-response',
		mark: 'h-captcha',
		policy: { 'script-src': hcaptcha, 'frame-src': hcaptcha, 'style-src': hcaptcha, 'connect-src': hcaptcha },
	},
	turnstile: {
		script: 'https://challenges.cloudflare.com/turnstile/v0/api.js',
		verify: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
		field: 'cf-turnstile-response',
		mark: 'cf-turnstile',
		policy: { 'script-src': cloudflare, 'frame-src': cloudflare, 'connect-src': cloudflare },
	},
	recaptcha: {
		script: 'https://www.google.com/recaptcha/api.js',
		verify: 'https://www.google.com/recaptcha/api/siteverify',
		field: 'g-recaptcha-response',
		mark: 'g-recaptcha',
		policy: {
			'script-src': [google, 'https://www.gstatic.com/recaptcha/'],
			'frame-src': [google, 'https://recaptcha.google.com/recaptcha/'],
			'connect-src': [google],
		},
	},
}

/** Where a provider is; all of them at one address where the installation says so. */
export function captchaPlace(provider: CaptchaProvider, baseUrl?: string): CaptchaPlace {
	const place = places[provider]
	if (!baseUrl) return place
	const { origin } = new URL(baseUrl)
	const policy = Object.fromEntries(Object.keys(place.policy).map((directive) => [directive, [origin]]))
	return { ...place, script: `${baseUrl}/api.js`, verify: `${baseUrl}/siteverify`, policy }
}
