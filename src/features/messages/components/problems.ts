import { m } from '#messages'
import type { MessageProblem } from '../rules.ts'

/** The words of why a message was not taken. */
export function problemText(reason: MessageProblem | 'not_found' | 'preview', body: string): string {
	switch (reason) {
		case 'message_empty':
			return m.messages_problem_message_empty()
		case 'message_too_long':
			return m.messages_problem_message_too_long({ count: [...body].length.toLocaleString() })
		case 'too_many_files':
			return m.messages_problem_too_many_files()
		case 'unknown_attachment':
			return m.messages_problem_unknown_attachment()
		case 'not_found':
			return m.messages_problem_not_found()
		case 'preview':
			return m.messages_problem_preview()
	}
}

/** The words of why a file was not taken. */
export function fileProblem(reason: string): string {
	const texts: Record<string, () => string> = {
		tooLarge: m.messages_file_tooLarge,
		tooMany: m.messages_file_tooMany,
		typeRefused: m.messages_file_typeRefused,
		malformed: m.messages_file_malformed,
		empty: m.messages_file_empty,
		infected: m.messages_file_infected,
	}
	return (texts[reason] ?? m.messages_file_cut)()
}
