/** What one person can send in an hour, so that nobody fills the company's storage. */
export const hourly = { name: 'client-upload', points: 200, duration: 3600 }

/** Files that a client sends by itself lie in its own folder, for it and the company to see. */
export const sentByClient = {
	folder: 'clientDocuments',
	sharedWithPortal: 'true',
	externalId: '',
	projectId: '',
} as const
