/** Who must act next: the reader, the company, a public office, the utility. */
export type Holder = 'you' | 'us' | 'authority' | 'utility'
