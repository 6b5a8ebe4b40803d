import { untrack } from 'svelte'

/**
 * For a select, before `bind:value`: takes over what somebody chose before the page's script came alive, which would
 * else put back what the server drew. (Inputs and text areas that are bound keep it by themselves.)
 */
export function early(take: (value: string) => void): (select: HTMLSelectElement) => void {
	return (select) => {
		const drawn = [...select.options].find((option) => option.defaultSelected)
		if (drawn && drawn.value !== select.value) untrack(() => take(select.value))
	}
}
