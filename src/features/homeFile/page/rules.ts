/** The page by which an owner looks at a home file: one HTML file that opens without a net and prints. */
import type { ProjectView } from '#features/projects/views/rules.ts'
import { m } from '#messages'
import { formatBytes, formatDate } from '#platform/i18n/format.ts'
import { palette } from '#ui/brand/palette.ts'
import { initials } from '#ui/initials.ts'
import type { Home } from '../reads.ts'
import type { Filed, Section } from '../rules.ts'

interface Given {
	home: Home
	sections: Section[]
	pictures: Filed[]
	/** The company's logo in the file. */
	logo: string | null
}

export function homePage({ home, sections, pictures, logo }: Given): string {
	const { site, company, locale } = home
	const at = { locale }
	const title = m.homeFile_title({ site: site.title }, at)
	const made = m.homeFile_made({ company: company.name, day: dayOf(home, home.at) }, at)
	return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(title)}</title><style>${style(company.brandColor)}</style></head><body>
<header>${mark(home, logo)}<div><h1>${html(site.title)}</h1>${site.address === site.title ? '' : `<p>${html(site.address)}</p>`}<p class="soft">${html(made)}</p></div></header>
<main>
${block(m.homeFile_projects({}, at), home.projects.map((project) => course(project, at)).join(''))}
${block(m.homeFile_visits({}, at), visitsOf(home))}
${block(m.homeFile_documents({}, at), sections.map((section) => folder(home, section)).join(''))}
${block(m.pictures_compare({}, at), pairsOf(home, pictures))}
${block(m.pictures_title({}, at), gallery(home, pictures))}
${home.projects.length + sections.length + pictures.length === 0 ? `<p>${html(m.homeFile_empty({}, at))}</p>` : ''}
${block(m.homeFile_contact({}, at), contact(home))}
</main></body></html>
`
}

function block(title: string, content: string): string {
	return content ? `<section><h2>${html(title)}</h2>${content}</section>` : ''
}

function mark({ company }: Home, logo: string | null): string {
	if (logo) return `<img class="logo" src="${url(logo)}" alt="${html(company.name)}">`
	return `<span class="mark" aria-hidden="true">${html(initials(company.name))}</span>`
}

function course({ name, lead, steps, status }: ProjectView, at: { locale: Home['locale'] }): string {
	const state = {
		done: m.homeFile_done({}, at),
		now: m.homeFile_now({}, at),
		ahead: status === 'failed' ? '' : m.homeFile_ahead({}, at),
		ended: m.ui_stage_ended({}, at),
	}
	const lines = steps.map(
		(step) =>
			`<li class="${step.state}"><b>${html(step.title)}</b> ${tag(state[step.state])}<br><span class="soft">${html(step.meta)}</span></li>`,
	)
	return `<article><h3>${html(name)}</h3><p>${html(lead)}</p><ol class="course">${lines.join('')}</ol></article>`
}

const tag = (text: string) => (text ? `<span class="tag">${html(text)}</span>` : '')

function visitsOf(home: Home): string {
	const lines = home.visits.map(({ title, startsAt, technicians }) => {
		const who = technicians.map(({ name }) => name).join(', ')
		return `<tr><td>${html(title)}</td><td>${html(dayOf(home, startsAt))}</td><td>${html(who)}</td></tr>`
	})
	return lines.length > 0 ? `<table>${lines.join('')}</table>` : ''
}

function folder(home: Home, { label, files }: Section): string {
	const lines = files.map(
		({ item, path }) =>
			`<tr><td><a href="${url(path)}">${html(item.title)}</a></td><td>${html(dayOf(home, item.createdAt))}</td><td class="end">${html(formatBytes(item.size, home.locale))}</td></tr>`,
	)
	return `<h3>${html(label)}</h3><table>${lines.join('')}</table>`
}

function pairsOf({ pairs, locale }: Home, pictures: Filed[]): string {
	const of = (id: string) => pictures.find(({ item }) => item.id === id)
	const shown = pairs.flatMap(({ before, after }) => {
		const [first, second] = [of(before.id), of(after.id)]
		if (!first || !second) return []
		const halves = [figure(first, m.pictures_before({}, { locale })), figure(second, m.pictures_after({}, { locale }))]
		return `<div class="pair">${halves.join('')}</div>`
	})
	return shown.join('')
}

function gallery(home: Home, pictures: Filed[]): string {
	const shown = pictures.map((picture) => {
		const { caption, title, createdAt } = picture.item
		return figure(picture, `${caption || title}, ${dayOf(home, createdAt)}`)
	})
	return shown.length > 0 ? `<div class="gallery">${shown.join('')}</div>` : ''
}

function figure({ item, path, small }: Filed, text: string): string {
	const words = html(item.caption || item.title)
	return `<figure><a href="${url(path)}"><img src="${url(small ?? path)}" alt="${words}" loading="lazy"></a><figcaption>${html(text)}</figcaption></figure>`
}

function contact({ company, locale }: Home): string {
	const lines = [
		[m.homeFile_phone({}, { locale }), company.phone],
		[m.homeFile_email({}, { locale }), company.supportEmail],
	].flatMap(([term, value]) => (value ? [`<tr><td>${html(term ?? '')}</td><td>${html(value)}</td></tr>`] : []))
	return `<p><b>${html(company.name)}</b></p>${lines.length > 0 ? `<table class="facts">${lines.join('')}</table>` : ''}`
}

function dayOf({ company, locale }: Home, day: Date): string {
	// With its year, whenever it is read.
	return formatDate(day, { locale, timeZone: company.timeZone }, new Date(0))
}

/** Part by part, so that what is typed in a title stays within its name. */
function url(path: string): string {
	return path.split('/').map(encodeURIComponent).join('/')
}

function html(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

function style(color: string): string {
	const { brandFill: brand, onBrand, brandStrong: strong } = palette(color).light
	return `body{margin:0;background:#f7f5f3;color:#231f1c;font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
header{display:flex;gap:1.25rem;align-items:center;padding:2rem max(1rem,calc(50% - 24rem));background:#fff;border-bottom:4px solid ${brand}}
main{max-width:48rem;margin:0 auto;padding:1rem 1rem 3rem}h1{margin:0;font-size:1.75rem;line-height:1.2}h2{margin:0 0 .75rem;font-size:1.25rem}h3{margin:1.25rem 0 .25rem;font-size:1rem}
p{margin:.25rem 0}section{margin:1.25rem 0;padding:1.25rem 1.5rem;background:#fff;border:1px solid #e5e1dc;border-radius:14px}
.soft,td:nth-child(2){color:#6a625b;font-size:.9rem}.mark{display:grid;place-content:center;flex:none;width:64px;height:64px;border-radius:14px;background:${brand};color:${onBrand};font-weight:700;font-size:1.4rem}
.logo{max-width:180px;max-height:72px}a{color:${strong}}table{width:100%;border-collapse:collapse}td{padding:.35rem .5rem .35rem 0;border-top:1px solid #eeeae6;vertical-align:top;overflow-wrap:anywhere}table:not(.facts) td:nth-child(2){width:9rem}.facts td:first-child{width:8rem;color:#6a625b}.end{width:5rem;text-align:end;white-space:nowrap;font-variant-numeric:tabular-nums}
.course{margin:.75rem 0 0;padding:0;list-style:none}.course li{position:relative;padding:0 0 .75rem 1.75rem}.course li::before{content:"";position:absolute;left:.25rem;top:.4rem;width:.7rem;height:.7rem;border:2px solid #b9b1a9;border-radius:50%;background:#fff}.course .done::before{border-color:${brand};background:${brand}}.course .now::before{border-color:${brand}}.course li:not(:last-child)::after{content:"";position:absolute;left:.62rem;top:1.35rem;bottom:-.25rem;width:2px;background:#e5e1dc}.tag{color:#6a625b;font-size:.8rem}
.gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:.75rem}.pair{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;margin-bottom:.75rem}figure{margin:0}figure img{display:block;width:100%;aspect-ratio:4/3;object-fit:cover;border-radius:8px;background:#eee}figcaption{margin-top:.25rem;color:#6a625b;font-size:.85rem;overflow-wrap:anywhere}
@media print{@page{margin:16mm}body{background:#fff;font-size:11pt}header{padding:0 0 1rem}main{max-width:none;padding:0}section{padding:0;border:0}article,figure,tr,li,.pair{break-inside:avoid}h2,h3{break-after:avoid}a{color:inherit;text-decoration:none}}`
}
