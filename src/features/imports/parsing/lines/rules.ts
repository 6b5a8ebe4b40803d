import { decodeText, NotText } from '../text/rules.ts'

export interface Line {
	text: string
	/** From 1. */
	number: number
}

/** Characters; a file without line ends is no table. */
export const longestLine = 1_000_000

export class LineTooLong extends Error {
	readonly line: number

	constructor(line: number) {
		super('line too long')
		this.line = line
	}
}

/** Lines by LF, CRLF or CR, with the possibility to put some back. */
export class LineReader {
	read = 0
	readonly #text: AsyncGenerator<string>
	#pending: Line[] = []
	#ready: string[] = []
	#rest = ''
	#done = false

	constructor(bytes: AsyncIterable<Uint8Array>) {
		this.#text = decodeText(bytes)
	}

	putBack(lines: Line[]): void {
		this.#pending = [...lines, ...this.#pending]
	}

	async next(): Promise<Line | undefined> {
		const again = this.#pending.shift()
		if (again) return again
		while (this.#ready.length === 0 && !this.#done) await this.#fill()
		const text = this.#ready.pop()
		return text === undefined ? undefined : { text, number: ++this.read }
	}

	async #fill(): Promise<void> {
		const { value = '', done = false } = await this.#text.next()
		if (value.includes('\0')) throw new NotText()
		const all = this.#rest + value
		const whole = !done && all.endsWith('\r') ? all.slice(0, -1) : all
		const lines = whole.split(/\r\n|\n|\r/)
		this.#rest = (lines.pop() ?? '') + all.slice(whole.length)
		if (this.#rest.length > longestLine) throw new LineTooLong(this.read + lines.length + 1)
		this.#done = done
		if (done && this.#rest) lines.push(this.#rest)
		this.#ready = lines.reverse()
	}
}
