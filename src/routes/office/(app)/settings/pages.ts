/** The folders of the pages that are there. */
export const settingsThere = Object.keys(import.meta.glob('./*/+page.svelte')).map((path) => path.split('/')[1] ?? '')
