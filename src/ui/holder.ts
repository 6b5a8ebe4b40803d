/** Who must act next: the reader, the company, a public office, the utility, a supplier. */
export type Holder = 'you' | 'us' | 'authority' | 'utility' | 'vendor'
