import { inject, type RunnerTestFile, TestRunner } from 'vitest'

type Task = RunnerTestFile | RunnerTestFile['tasks'][number]

/** Skips every test, hooks included, where there is no external server to run it on. */
export default class ExternalRunner extends TestRunner {
	onCollected(files: RunnerTestFile[]): void {
		if ('absent' in inject('servers').external) files.forEach(skip)
	}
}

function skip(task: Task): void {
	task.mode = 'skip'
	if ('tasks' in task) task.tasks.forEach(skip)
}
