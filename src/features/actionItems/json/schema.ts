import { z } from '@hono/zod-openapi'
import type { Texts } from '#features/flows/rules.ts'
import { time } from '#platform/api/api.ts'
import type { ItemAnswer } from '../answers/reads.ts'
import type { ActionItem } from '../reads.ts'
import { fieldTypes, type ItemField, itemKinds, itemStates } from '../rules.ts'

export const textsRecord = z.object({ en: z.string().optional(), es: z.string().optional() })
export const fieldRecord = z.object({
	id: z.string(),
	type: z.enum(fieldTypes),
	label: textsRecord,
	required: z.boolean(),
	choices: z.array(textsRecord),
})

const answerRecord = z.object({
	at: z.iso.datetime(),
	by: z.object({ type: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
	values: z
		.record(z.string(), z.union([z.string(), z.number()]))
		.openapi({ description: 'By the ids of the fields; of a choice what was chosen' }),
	documents: z.array(z.object({ id: z.string(), fieldId: z.string().nullable() })),
	signature: z
		.object({
			name: z.string(),
			drawn: z.boolean(),
			text: z.string().openapi({ description: 'What was signed, word for word' }),
			textSha256: z.string(),
			ip: z.string(),
			userAgent: z.string(),
		})
		.nullable(),
	reopenedAt: z.iso.datetime().nullable(),
	reason: z.string().nullable(),
})

export const itemRecord = z
	.object({
		id: z.string().openapi({ example: 'act_01j9zq3v7k8m2n4p6r8t0v2x4z' }),
		projectId: z.string(),
		workOrderId: z.string(),
		templateId: z.string().nullable(),
		contactId: z
			.string()
			.nullable()
			.openapi({ description: "Who alone has to do it; null for anybody of the project's account or site" }),
		kind: z.enum(itemKinds),
		title: z.string(),
		instructions: z.string(),
		fields: z.array(fieldRecord),
		dueOn: z.iso.date().nullable(),
		state: z.enum(itemStates),
		reason: z.string().nullable().openapi({ description: 'Why it was reopened' }),
		answer: answerRecord.nullable(),
		earlierAnswers: z.array(answerRecord),
		createdAt: z.iso.datetime(),
		updatedAt: z.iso.datetime(),
		completedAt: z.iso.datetime().nullable(),
	})
	.openapi('ActionItem')

export function toJson(
	item: ActionItem,
	answers: readonly ItemAnswer[],
	text: (texts: Texts) => string,
): z.output<typeof itemRecord> {
	const { id, projectId, workOrderId, templateId, contactId, kind, fields, dueOn, state, reason } = item
	const given = answers.filter((answer) => answer.itemId === id)
	const current = given.find((answer) => answer.reopenedAt === null)
	const asJson = (answer: ItemAnswer) => answerJson(answer, fields, text)
	return {
		id,
		projectId,
		workOrderId,
		templateId,
		contactId,
		kind,
		title: text(item.title),
		instructions: text(item.instructions),
		fields,
		dueOn,
		state,
		reason,
		answer: current ? asJson(current) : null,
		earlierAnswers: given.filter((answer) => answer !== current).map(asJson),
		createdAt: time(item.createdAt),
		updatedAt: time(item.updatedAt),
		completedAt: time(item.completedAt),
	}
}

function answerJson(answer: ItemAnswer, fields: readonly ItemField[], text: (texts: Texts) => string) {
	const { at, byType, byId, by, answers, files, signature, reopenedAt, reason } = answer
	const values = Object.entries(answers).map(([id, value]) => {
		const field = fields.find((one) => one.id === id)
		return [id, field?.type === 'choice' ? text(field.choices[Number(value)] ?? {}) : value]
	})
	return {
		at: time(at),
		by: { type: byType, id: byId, name: by },
		values: Object.fromEntries(values) as Record<string, string | number>,
		documents: files.map((file) => ({ id: file.id, fieldId: file.field })),
		signature: signature && {
			name: signature.name,
			drawn: signature.drawing !== null,
			text: signature.text,
			textSha256: signature.hash,
			ip: signature.ip,
			userAgent: signature.userAgent,
		},
		reopenedAt: time(reopenedAt),
		reason,
	}
}
