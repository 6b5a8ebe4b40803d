import type { Folder } from '#features/documents/rules.ts'
import type { DocumentPart } from '#platform/pdf/document.ts'

/** A document of the demo: what it says, where it lies, who may see it. */
export interface Paper {
	title: string
	subtitle: string
	folder: Folder
	shared: boolean
	/** Days after the account was made. */
	day: number
	parts: DocumentPart[]
}

export interface About {
	owner: string
	address: string
	panels: number
	/** Which household it is, for numbers that differ. */
	index: number
}

export const money = (cents: number) => `$${(cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`
