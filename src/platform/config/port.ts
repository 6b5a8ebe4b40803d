/** What to tell when the port is taken: most often by this app itself, started before. */
export function portTaken(port: number, dataDir: string): string {
	return [
		`Port ${port} is already in use.`,
		`If this app already runs with the data in ${dataDir}, open http://localhost:${port} or stop it there first.`,
		`To run another one beside it, choose another port and folder: PORT=${port + 1} DATA_DIR=./data-2 npm start`,
		`To share these data between several processes, choose another port only: PORT=${port + 1} npm start`,
	].join('\n')
}
