/** A column of a table. `sort` holds the address that sorts by it and, when the rows are sorted by it, which way. */
export type Column = {
	label: string
	sort?: { href: string; direction?: 'ascending' | 'descending' }
	/** Dropped below 1440 px (`m`) or below 1024 px (`s`); give the cells the same class, `hide-m` or `hide-s`. */
	hide?: 'm' | 's'
	/** Numbers and actions stand at the end. */
	end?: boolean
	/** The label is for screen readers only. */
	silent?: boolean
}
