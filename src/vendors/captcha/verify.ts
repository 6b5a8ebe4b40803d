export type CaptchaVerdict = 'passed' | 'failed' | 'unreachable'

export interface CaptchaQuestion {
	/** Address of the provider's check. */
	url: string
	secret: string
	/** What the puzzle put into the form. */
	answer: string
	timeoutMs?: number
}

/** Mistakes of the settings, not of the visitor. */
const oursToMend = new Set(['missing-input-secret', 'invalid-input-secret', 'sitekey-secret-mismatch'])

/**
 * Asks a CAPTCHA provider about an answer, by the form post that hCaptcha, Turnstile and reCAPTCHA share. A provider
 * that does not answer, or refuses our keys, gives no verdict on the visitor.
 */
export async function verifyCaptcha({
	url,
	secret,
	answer,
	timeoutMs = 5000,
}: CaptchaQuestion): Promise<CaptchaVerdict> {
	if (!answer) return 'failed'
	try {
		const response = await fetch(url, {
			method: 'POST',
			body: new URLSearchParams({ secret, response: answer }),
			signal: AbortSignal.timeout(timeoutMs),
			redirect: 'error',
		})
		const told: unknown = await response.json()
		if (typeof told !== 'object' || told === null || !('success' in told)) return 'unreachable'
		if (told.success === true) return 'passed'
		const codes = 'error-codes' in told && Array.isArray(told['error-codes']) ? told['error-codes'] : []
		return codes.some((code) => oursToMend.has(code)) ? 'unreachable' : 'failed'
	} catch {
		return 'unreachable'
	}
}
