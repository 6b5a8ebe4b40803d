declare module '#platform/events/insert.ts' {
	interface EventTypes {
		workspaces: 'workspace.created' | 'workspace.updated'
	}
}

export const workspaceSubject = (workspaceId: string) => ({ subject: { type: 'workspace', id: workspaceId } })
