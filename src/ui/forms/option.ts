/** One of several things to choose from; `label` and `hint` in the reader's language. */
export type Option = { value: string; label: string; hint?: string; disabled?: boolean }
