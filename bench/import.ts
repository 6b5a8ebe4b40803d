import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { command } from './server.ts'

/** A customer list by the command line, while the app serves: the whole time, its own start included. */
export async function measureImport(dataDir: string, rows: number): Promise<object> {
	const file = join(dataDir, 'customers.csv')
	writeFileSync(file, customers(rows))
	const started = performance.now()
	const args = ['import', '--workspace', 'bench', '--kind', 'customers', file, '--json']
	const { code, output } = await command(dataDir, args)
	const seconds = (performance.now() - started) / 1000
	if (code !== 0) throw new Error(`the import ended with ${code}`)
	const { created, rejected } = JSON.parse(output)
	return { rows, created, rejected, seconds: Math.round(seconds * 10) / 10, rowsPerSecond: Math.round(rows / seconds) }
}

function customers(rows: number): string {
	const lines = Array.from(
		{ length: rows },
		(_, i) =>
			`CRM-${i},Ana,Ortiz ${i},ana.ortiz${i}@example.net,+1303${String(2_000_000 + i)},${i} Oak Street,Boulder,CO,80301`,
	)
	return `\uFEFFCustomer ID,First name,Last name,Email,Phone,Street,City,State,ZIP\n${lines.join('\n')}\n`
}
