import { z } from 'zod'

export const exportKinds = ['accounts', 'sites', 'contacts', 'projects', 'document-requests', 'events'] as const
export const exportKind = z.enum(exportKinds)
export type ExportKind = z.output<typeof exportKind>
