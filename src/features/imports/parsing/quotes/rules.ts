/** Cells of a record with quotes, fed line by line. A quote within an unquoted cell (`5" pipe`) is an inch sign. */
export class QuotedRecord {
	readonly cells: string[] = []
	cell = ''
	/** Index of the cell whose quotes opened last. */
	column = 0
	#quoted = false
	readonly #delimiter: string

	constructor(delimiter: string) {
		this.#delimiter = delimiter
	}

	add(text: string): 'closed' | 'open' | 'broken' {
		let at = 0
		if (this.#quoted) this.cell += '\n'
		for (;;) {
			if (!this.#quoted && text[at] !== '"') {
				const end = text.indexOf(this.#delimiter, at)
				this.cells.push(text.slice(at, end < 0 ? text.length : end))
				if (end < 0) return 'closed'
				at = end + 1
				continue
			}
			if (!this.#quoted) this.column = this.cells.length
			const after = this.#readQuoted(text, this.#quoted ? at : at + 1)
			if (after === 'open') return 'open'
			if (after < text.length && text[after] !== this.#delimiter) return 'broken'
			if (after >= text.length) return 'closed'
			at = after + 1
		}
	}

	/** Index behind the closing quote (and the spaces that some programs put there). */
	#readQuoted(text: string, from: number): number | 'open' {
		let at = from
		this.#quoted = true
		for (;;) {
			const quote = text.indexOf('"', at)
			if (quote < 0) {
				this.cell += text.slice(at)
				return 'open'
			}
			this.cell += text.slice(at, quote)
			if (text[quote + 1] !== '"') {
				this.cells.push(this.cell)
				this.cell = ''
				this.#quoted = false
				return quote + 1 + (/^ +/.exec(text.slice(quote + 1, quote + 20))?.[0].length ?? 0)
			}
			this.cell += '"'
			at = quote + 2
		}
	}
}
