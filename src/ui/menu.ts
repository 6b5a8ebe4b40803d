/** Which item of an open menu a key leads to; `undefined` where the key means nothing to it. `at` is -1 on none. */
export function step(key: string, at: number, labels: string[]): number | undefined {
	const count = labels.length
	if (count === 0) return undefined
	if (key === 'ArrowDown') return (at + 1) % count
	if (key === 'ArrowUp') return at <= 0 ? count - 1 : at - 1
	if (key === 'Home') return 0
	if (key === 'End') return count - 1
	if ([...key].length !== 1 || key === ' ') return undefined
	const order = labels.map((_, index) => (at + 1 + index) % count)
	return order.find((index) => labels[index]?.toLocaleLowerCase().startsWith(key.toLocaleLowerCase()))
}
