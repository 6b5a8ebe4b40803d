/**
 * A form sent after its session had ended leads to the sign-in page. What was typed waits in the tab
 * (sessionStorage), and is put back when the same page is there again. Passwords, codes and files are not kept.
 */
const place = 'typing'
const lifeMs = 30 * 60_000

interface Kept {
	path: string
	at: number
	/** Set by the sign-in page: the form did not arrive. */
	back: boolean
	fields: { name: string; value: string; checked: boolean | null }[]
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement
const never = new Set(['hidden', 'password', 'file', 'submit', 'button', 'image', 'reset', 'search'])

function controlsOf(form: ParentNode): Control[] {
	return [...form.querySelectorAll<Control>('input[name], textarea[name], select[name]')].filter(
		(one) => !never.has(one.type) && one.name !== 'code',
	)
}

const tick = (one: Control) => (one instanceof HTMLInputElement && /checkbox|radio/.test(one.type) ? one.checked : null)

/** For the shells: keeps each form as it is sent. Returns how to stop. */
export function keepTyping(): () => void {
	const keep = ({ target }: Event) => {
		if (target instanceof HTMLFormElement && target.method === 'post') keepForm(target)
	}
	document.addEventListener('submit', keep, { capture: true })
	return () => document.removeEventListener('submit', keep, { capture: true })
}

function keepForm(form: HTMLFormElement): void {
	const fields = controlsOf(form).map((one) => ({ name: one.name, value: one.value, checked: tick(one) }))
	if (fields.length > 0) write({ path: location.pathname, at: Date.now(), back: false, fields })
	else sessionStorage.removeItem(place)
}

/** For a page that has to go while somebody types: keeps the form that was begun. */
export function leaveTyping(): void {
	const begun = (one: Control) =>
		one instanceof HTMLSelectElement
			? [...one.options].some((option) => option.selected !== option.defaultSelected)
			: one.value !== one.defaultValue || (one instanceof HTMLInputElement && one.checked !== one.defaultChecked)
	const forms = [...document.forms].filter((form) => form.method === 'post' && controlsOf(form).some(begun))
	if (forms[0]) keepForm(forms[0])
}

/** For the shells, at each page: puts back what did not arrive, and forgets what did. True if something came back. */
export function typingComesBack(): boolean {
	const kept = read()
	if (!kept || (kept.back && kept.path !== location.pathname)) return false
	sessionStorage.removeItem(place)
	if (!kept.back || Date.now() - kept.at > lifeMs) return false
	const controls = controlsOf(document)
	for (const { name, value, checked } of kept.fields) {
		const one = controls.find((control) => control.name === name && (checked === null || control.value === value))
		if (!one) continue
		if (checked === null) one.value = value
		else if (one instanceof HTMLInputElement) one.checked = checked
		one.dispatchEvent(new Event('input', { bubbles: true }))
		one.dispatchEvent(new Event('change', { bubbles: true }))
	}
	return true
}

/** For the sign-in pages: what was being sent when the session had ended is to come back. */
export function awaitTyping(): void {
	const kept = read()
	if (kept) write({ ...kept, back: true })
}

function read(): Kept | null {
	try {
		return JSON.parse(sessionStorage.getItem(place) ?? 'null')
	} catch {
		return null
	}
}

function write(kept: Kept): void {
	try {
		sessionStorage.setItem(place, JSON.stringify(kept))
	} catch {
		// a browser without room or right to store keeps nothing
	}
}
