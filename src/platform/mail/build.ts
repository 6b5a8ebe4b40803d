/** Compiles layout.mjml into layout.generated.ts: `node src/platform/mail/build.ts`. The compiler is not needed at run time. */
import { readFile, writeFile } from 'node:fs/promises'
import mjml2html from 'mjml'

const source = new URL('./layout.mjml', import.meta.url)
const target = new URL('./layout.generated.ts', import.meta.url)

const role = /\b(light|dark)\.([a-zA-Z0-9]+)\b(?!\}\})/g

export async function buildLayout(): Promise<string> {
	const names: string[] = []
	// MJML knows what a color looks like, and nothing of ours; each role travels through it as a color nobody uses.
	const stand = (name: string) => {
		if (!names.includes(name)) names.push(name)
		return `#fab${(names.indexOf(name) + 256).toString(16)}`
	}
	const mjml = (await readFile(source, 'utf8')).replace(role, (name) => stand(name))
	const { html, errors } = await mjml2html(mjml, { validationLevel: 'soft', fonts: {} })
	if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'))
	const named = html.replace(/#fab([0-9a-f]{3})/g, (_, index) => `{{${names[Number.parseInt(index, 16) - 256]}}}`)
	// Some mail programs keep the ground here and drop the body's; dark mode has to reach both.
	const grounded = named.replace('role="article"', 'role="article" class="e-ground"')
	const text = squeeze(grounded).replace(/[\\`]|\$\{/g, '\\$&')
	return `// Made from layout.mjml by build.ts.\nexport const layout = \`${text}\`\n`
}

/** Indentation is two thirds of what MJML writes. */
function squeeze(html: string): string {
	return html
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean)
		.join('\n')
}

if (import.meta.main) await writeFile(target, await buildLayout())
