import { createHash, createPublicKey, createVerify } from 'node:crypto'

/** Checks a mail's signature as a receiver does (RFC 6376, relaxed/relaxed): the names it stands for, or why it is wrong. */
export function verifyDkim(raw: Buffer, keys: Record<string, string>): { domain: string; signed: string[] } {
	const text = raw.toString('latin1')
	const end = text.indexOf('\r\n\r\n')
	const headers = (text.slice(0, end).match(/^[^\s:]+:.*(?:\r\n[ \t].*)*/gm) ?? []).map((header) => ({
		name: header.slice(0, header.indexOf(':')).toLowerCase(),
		value: header.slice(header.indexOf(':') + 1),
	}))
	const signature = headers.find(({ name }) => name === 'dkim-signature')
	if (!signature) throw new Error('The mail is not signed')
	const tags = Object.fromEntries(
		signature.value.split(';').map((tag) => {
			const [name = '', ...value] = tag.split('=')
			return [name.trim(), value.join('=').replace(/\s+/g, '')]
		}),
	)
	const body = `${text
		.slice(end + 4)
		.replace(/[ \t]+/g, ' ')
		.replace(/ \r\n/g, '\r\n')
		.replace(/(\r\n)*$/, '')}\r\n`
	const hash = createHash('sha256').update(body, 'latin1').digest('base64')
	if (hash !== tags.bh) throw new Error('The body was changed')
	const signed = (tags.h ?? '').toLowerCase().split(':')
	const left = [...headers].reverse()
	const lines = signed.flatMap((name) => {
		const at = left.findIndex((header) => header.name === name)
		return at < 0 ? [] : left.splice(at, 1).map((header) => `${relaxed(header)}\r\n`)
	})
	const bare = { ...signature, value: signature.value.replace(/(;\s*b=)[^;]*/, '$1') }
	const record = keys[`${tags.s}._domainkey.${tags.d}`] ?? ''
	const key = createPublicKey({
		key: Buffer.from(/p=([^;]*)/.exec(record)?.[1] ?? '', 'base64'),
		format: 'der',
		type: 'spki',
	})
	const verify = createVerify('RSA-SHA256').update(lines.join('') + relaxed(bare), 'latin1')
	if (!verify.verify(key, tags.b ?? '', 'base64')) throw new Error('The signature does not fit')
	return { domain: tags.d ?? '', signed }
}

function relaxed({ name, value }: { name: string; value: string }): string {
	return `${name}:${value
		.replace(/\r\n/g, '')
		.replace(/[ \t]+/g, ' ')
		.trim()}`
}
