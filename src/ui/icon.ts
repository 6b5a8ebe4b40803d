import type { Component } from 'svelte'

type Drawn = { class?: string; role?: 'img'; 'aria-label'?: string; 'aria-hidden'?: 'true' }

/** A drawing to put into `Icon`: any component from `@lucide/svelte/icons/NAME`, imported one by one. */
export type IconSource = Component<Drawn>
