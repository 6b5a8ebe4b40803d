import type pg from 'pg'
import { hashToken } from '#platform/crypto/crypto.ts'
import { accessAreas } from '#platform/scope/scope.ts'

export interface Person {
	cookie: string
	conversationId: string
}

const workspace = 'wsp_bench'
const id = (prefix: string, n: string) => `'${prefix}_' || lpad((${n})::text, 26, '0')`

/**
 * One company in the sizes that are asked for, as the superuser and in bulk: every account with a site, three contacts,
 * a conversation of six messages and ten documents, of which eight are shared. The first contacts are signed in.
 */
export async function seed(
	client: pg.Client,
	size: { accounts: number; contacts: number; documents: number; sessions: number },
): Promise<Person[]> {
	const tokens = Array.from({ length: size.sessions }, (_, i) => `bench-session-${i + 1}`)
	await client.query('begin')
	await client.query('set local synchronous_commit = off')
	for (const statement of statements(size)) await client.query(statement)
	await client.query(
		`insert into sessions (workspace_id, id, token_hash, actor_type, contact_id, method, expires_at)
		select '${workspace}', ${id('ses', 'n')}, hash, 'contact', ${id('con', 'n')}, 'code', now() + interval '1 day'
		from unnest($1::text[]) with ordinality as t(hash, n)`,
		[tokens.map(hashToken)],
	)
	await client.query('commit')
	await client.query('vacuum analyze')
	await client.query('checkpoint')
	return tokens.map((token, i) => ({
		cookie: `portal_session=${token}`,
		conversationId: `cnv_${String(i + 1).padStart(26, '0')}`,
	}))
}

function statements({
	accounts,
	contacts,
	documents,
}: {
	accounts: number
	contacts: number
	documents: number
}): string[] {
	const account = (n: string) => id('acc', `1 + (${n} - 1) % ${accounts}`)
	return [
		`insert into workspaces (workspace_id, slug, name) values ('${workspace}', 'bench', 'Bench Solar')`,
		`insert into accounts (workspace_id, id, name, search)
		select '${workspace}', ${id('acc', 'n')}, 'Household ' || n, 'household ' || n from generate_series(1, ${accounts}) n`,
		`insert into sites (workspace_id, id, account_id, line1, city, search)
		select '${workspace}', ${id('sit', 'n')}, ${id('acc', 'n')}, n || ' Elm Court', 'Denver', n || ' elm court denver'
		from generate_series(1, ${accounts}) n`,
		`insert into contacts (workspace_id, id, first_name, last_name, sort_name, email, access_areas, portal_status, last_seen_at, search)
		select '${workspace}', ${id('con', 'n')}, 'Maya', 'Reyes ' || n, 'reyes ' || n || ' maya', 'maya' || n || '@example.com',
			'{${accessAreas.join(',')}}', 'enrolled', now(), 'maya reyes ' || n
		from generate_series(1, ${contacts}) n`,
		`insert into contact_links (workspace_id, id, contact_id, account_id)
		select '${workspace}', ${id('lnk', 'n')}, ${id('con', 'n')}, ${account('n')} from generate_series(1, ${contacts}) n`,
		`insert into documents (workspace_id, id, account_id, title, folder, shared_with_portal, content_type, size, sha256,
			storage_key, filename, author_type)
		select '${workspace}', ${id('doc', 'n')}, ${account('n')}, 'Document ' || n,
			(array['contracts', 'permits', 'warranties', 'manuals', 'invoices'])[1 + n / ${accounts} % 5], n / ${accounts} % 5 > 0,
			'application/pdf', 100000 + n, 'none', 'none/' || n, 'Document.pdf', 'system'
		from generate_series(1, ${documents}) n`,
		`insert into conversations (workspace_id, id, account_id, contact_id, last_id, last_message_id, last_message_at, last_author_type)
		select '${workspace}', ${id('cnv', 'n')}, ${id('acc', 'n')}, ${id('con', 'n')}, ${id('msg', 'n * 10 + 6')},
			${id('msg', 'n * 10 + 6')}, now(), 'system' from generate_series(1, ${accounts}) n`,
		`insert into messages (workspace_id, id, conversation_id, author_type, body, created_at)
		select '${workspace}', ${id('msg', 'n * 10 + m')}, ${id('cnv', 'n')}, 'system', 'The crew comes on Tuesday, part ' || m, now()
		from generate_series(1, ${accounts}) n, generate_series(1, 6) m`,
	]
}
