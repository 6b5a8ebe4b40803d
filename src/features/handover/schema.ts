import { z } from 'zod'
import { folder } from '#features/documents/schema.ts'
import { contactInput } from '#features/people/schema.ts'
import { activeChoices, handedFolders, usualFolders } from './rules.ts'

const chosen = z
	.array(
		folder.refine((one) => handedFolders.includes(one), { error: 'folder_unknown' }),
		{ error: 'list_expected' },
	)
	.default([...usualFolders])
const activeProjects = z.enum(activeChoices, { error: 'projects_active' }).optional()

/** To an account that there is. */
export const handoverInput = z.object({
	accountId: z.string({ error: 'account_missing' }).min(1, { error: 'account_missing' }).max(60),
	folders: chosen,
	activeProjects,
})
export type HandoverInput = z.output<typeof handoverInput>

/** To somebody new: an account of that name, with one contact. */
export const newOwner = (country: string) => contactInput(country)

export const handoverChoices = z.object({ folders: chosen, activeProjects })
