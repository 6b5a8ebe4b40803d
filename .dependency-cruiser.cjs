/** Imports run one way: delivery → features → vendors → platform; ui stands beside them. See ARCHITECTURE.md. */
const delivery = '^src/(routes|cli|front-door|server)/|^src/[^/]+\\.ts$'
const tests = '\\.test\\.ts$|^(tests|simulators|bench)/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{
			name: 'platform-knows-no-product',
			severity: 'error',
			comment:
				'src/platform is what any product would need: it imports nothing of vendors, features, delivery or ui. ' +
				'Let the caller pass what is needed as an argument, or move this file to the feature that it serves.',
			from: { path: '^src/platform/', pathNot: tests },
			to: { path: ['^src/(vendors|features|ui)/', delivery] },
		},
		{
			name: 'vendors-know-no-features',
			severity: 'error',
			comment:
				'src/vendors are clients of outside services behind an interface of ours: they import platform only. ' +
				'Let the feature translate its records into the arguments of the client.',
			from: { path: '^src/vendors/', pathNot: tests },
			to: { path: ['^src/(features|ui)/', delivery] },
		},
		{
			name: 'ui-knows-no-feature',
			severity: 'error',
			comment:
				'src/ui is the design system and could ship in another product: it imports neither platform nor features. ' +
				'Pass plain values as props; a component that knows a feature belongs to that feature’s components/.',
			from: { path: '^src/ui/', pathNot: tests },
			to: { path: ['^src/(platform|vendors|features)/', delivery] },
		},
		{
			name: 'features-know-no-delivery',
			severity: 'error',
			comment:
				'Routes, the command line and the front door call features, never the other way round. ' +
				'Move what both need into the feature.',
			from: { path: '^src/features/', pathNot: tests },
			to: { path: delivery },
		},
		{
			name: 'features-meet-at-the-door',
			severity: 'error',
			comment:
				'A feature uses another only through its reads.ts, writes.ts or events.ts (tables.ts for a join or a foreign key, ' +
				'schema.ts and rules.ts for the shape and the vocabulary of a record, components/ from components/). ' +
				'Ask for what you need there.',
			from: { path: '^src/features/([^/]+)/', pathNot: tests },
			to: {
				path: '^src/features/',
				pathNot: ['^src/features/$1/', '/(reads|writes|events|tables|schema|rules)\\.ts$', '/components/'],
			},
		},
		{
			name: 'components-only-in-components',
			severity: 'error',
			comment: 'What a feature does must not depend on how it is shown. Move the shared part out of components/.',
			from: { path: '^src/features/', pathNot: ['/components/', tests] },
			to: { path: '^src/features/.+/components/' },
		},
		{
			name: 'rules-are-pure',
			severity: 'error',
			comment:
				'rules.ts holds pure functions, tested as tables: no database, no files, no network. ' +
				'Load what is needed in reads.ts or writes.ts and pass it in.',
			from: { path: '/rules\\.ts$' },
			to: {
				path: ['/(reads|writes|jobs|api)\\.ts$', '^src/platform/(db|jobs|realtime)/', '^src/vendors/'],
				dependencyTypesNot: ['type-only'],
			},
		},
		{
			name: 'components-do-not-load',
			severity: 'error',
			comment:
				'Components also run in the browser: they get their data as props. Load it in the route’s +page.server.ts.',
			from: { path: ['^src/features/.+/components/', '^src/ui/'], pathNot: tests },
			to: {
				path: ['/(reads|writes|jobs|api|tables)\\.ts$', '^src/platform/(db|jobs|config|log)/', '^src/vendors/'],
				dependencyTypesNot: ['type-only'],
			},
		},
		{
			name: 'no-cycle',
			severity: 'error',
			comment:
				'Files that import each other in a circle cannot be understood or tested alone. Move the shared part out.',
			from: { pathNot: tests },
			to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
		},
		{
			name: 'app-without-tests',
			severity: 'error',
			comment: 'The app must not import what only tests, simulators or the benchmark use.',
			from: { path: '^src/', pathNot: tests },
			to: { path: tests },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(src/paraglide|build|\\.svelte-kit)/' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'import', 'node', 'default', 'types'],
			extensions: ['.ts', '.js', '.svelte', '.mjs', '.cjs', '.json'],
		},
		cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
	},
}
