/** Days for which the file of an import is kept after something last happened to it: to go on, and to look things up. */
export const daysFileKept = 30

/** When the file will be removed; null while the import is at work. */
export function fileKeptUntil({ status, updatedAt }: { status: string; updatedAt: Date }): Date | null {
	if (status === 'running' || status === 'checking') return null
	return new Date(updatedAt.getTime() + daysFileKept * 86_400_000)
}
