/** A step and a stage as the editor's forms send them. */
import { mostDocuments, stageFacts, stepFacts } from '../schema.ts'

type Values = Record<string, string>

/** `ticked`: the values of the boxes named `required`. `digits`: decimals of the company's currency. */
export function stepOf(values: Values, ticked: readonly string[], digits: number, actionItems: readonly string[] = []) {
	const { typicalFrom = '', typicalTo = '', milestoneCode = '', milestoneAmount = '' } = values
	const days = [typicalFrom || typicalTo, typicalTo || typicalFrom].map((text) => (text ? Number(text) : Number.NaN))
	return stepFacts.safeParse({
		name: values.name ?? '',
		portalName: { en: values.portalNameEn, es: values.portalNameEs },
		portalDescription: { en: values.portalDescriptionEn, es: values.portalDescriptionEs },
		visible: values.visible === 'on',
		holder: values.holder,
		typicalDays: typicalFrom || typicalTo ? days : null,
		screen: values.screen,
		restartable: values.restartable === 'on',
		milestone: milestoneCode ? { code: milestoneCode, amount: minorUnits(milestoneAmount, digits) } : null,
		required: ticked,
		movesOn: values.movesOn === 'on',
		documents: documentsOf(values),
		actionItems,
	})
}

/** The documents of the form, by their number; what has no title is left out. */
function documentsOf(values: Values) {
	return Array.from({ length: mostDocuments }, (_, n) => ({
		title: { en: values[`documentTitleEn${n}`], es: values[`documentTitleEs${n}`] },
		description: { en: values[`documentTextEn${n}`], es: values[`documentTextEs${n}`] },
	})).filter(({ title }) => title.en || title.es)
}

export function stageOf(values: Values) {
	return stageFacts.safeParse({
		name: values.name ?? '',
		portalName: { en: values.portalNameEn, es: values.portalNameEs },
		portalDescription: {},
	})
}

/** "7,200.50" as minor units; null for nothing, NaN for what is no amount. */
export function minorUnits(text: string, digits: number): number | null {
	const plain = text.replace(/[\s'’]/g, '').replace(/[.,](?=\d{3}(\D|$))/g, '')
	if (!plain) return null
	const found = /^(\d{1,10})(?:[.,](\d+))?$/.exec(plain)
	if (!found || (found[2]?.length ?? 0) > digits) return Number.NaN
	return Number(found[1]) * 10 ** digits + Number((found[2] ?? '').padEnd(digits, '0') || 0)
}
