/** What an upload is answered with, for the page's script. `text` is in the reader's language. */
export type UploadAnswer = { ok: true; ids: string[] } | { ok: false; code: string; text: string }

/** What a change of documents is answered with: how many changed, and which, for undo. */
export type ChangeAnswer = { ok: true; ids: string[] } | { ok: false; text: string }
