import type { About, Paper } from './paper.ts'
import { permit } from './permits.ts'
import { contract, invoice, proposal } from './sale.ts'
import { manual, report, warranty } from './system.ts'

/** What a client of a few months has in its folders; newer ones have the first few. */
export function papersOf(about: About): Paper[] {
	return [proposal(about), contract(about), permit(about), warranty(about), invoice(about), manual(), report(about)]
}
