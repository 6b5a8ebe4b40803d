export type ImportEvent = 'import.uploaded' | 'import.started' | 'import.checked' | 'import.done' | 'import.cancelled'

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		imports: ImportEvent
	}
}
