import { redirect } from '@sveltejs/kit'
import { captchaOf } from '#features/registration/captcha/reads.ts'
import { websiteInput } from '#features/registration/schema.ts'
import { changeWebsite } from '#features/registration/writes.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { palette } from '#ui/brand/palette.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.manager(event)
	const { settings, brandColor } = event.locals.workspace
	const { registration } = settings
	const captcha = await read(scope, captchaOf)
	const { brandFill, onBrand } = palette(brandColor).light
	return {
		host: workspaceUrl(event.locals.workspace),
		registration: { ...registration, origins: registration.origins.join('\n') },
		captcha: captcha && { provider: captcha.provider, siteKey: captcha.siteKey },
		button: { fill: brandFill, ink: onBrand },
		saved: event.url.searchParams.has('saved'),
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.manager(event)
		const { form, values } = await fieldsOf(event.request)
		const { secret: _, ...shown } = values
		const flags = { open: form.has('open'), createsPortalAccount: form.has('createsPortalAccount') }
		const input = websiteInput.safeParse({ ...values, ...flags })
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), shown)
		const { open, createsPortalAccount, origins, captcha, siteKey, secret } = input.data
		const saved = await changeWebsite(scope, {
			registration: { open, createsPortalAccount, origins },
			captcha: { provider: captcha === 'none' ? null : captcha, siteKey, secret },
		})
		if (!saved.ok) return refuse(event.locals.locale, { [saved.path]: saved.reason }, shown)
		redirect(303, '/office/settings/website?saved')
	},
}
