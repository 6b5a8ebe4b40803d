import { describe, expect, test } from 'vitest'
import { accessAreas } from '#platform/scope/scope.ts'
import {
	accessPresets,
	canInvite,
	canReinstate,
	canSuspend,
	contactKinds,
	displayName,
	duplicateKeys,
	initials,
	nameOfHousehold,
	nextPortalStatus,
	type PortalAction,
	type PortalStatus,
	portalStatusOf,
} from './rules.ts'

describe('ACC-3: portal status', () => {
	test.each<[PortalStatus, PortalAction, PortalStatus | null]>([
		['notEnrolled', 'invite', 'invited'],
		['notEnrolled', 'enrol', 'enrolled'],
		['notEnrolled', 'suspend', 'suspended'],
		['notEnrolled', 'reinstate', null],
		['invited', 'invite', 'invited'],
		['invited', 'enrol', 'enrolled'],
		['invited', 'suspend', 'suspended'],
		['invited', 'reinstate', null],
		['enrolled', 'invite', null],
		['enrolled', 'enrol', null],
		['enrolled', 'suspend', 'suspended'],
		['enrolled', 'reinstate', null],
		['suspended', 'invite', null],
		['suspended', 'enrol', null],
		['suspended', 'suspend', null],
		['suspended', 'reinstate', 'notEnrolled'],
	])('%s, %s → %s', (status, action, next) => expect(nextPortalStatus(status, action)).toBe(next))

	test('follows from what happened, and a reinstated contact is what it was', () => {
		const [invitedAt, enrolledAt, suspendedAt] = [new Date(1), new Date(2), new Date(3)]
		expect(portalStatusOf({})).toBe('notEnrolled')
		expect(portalStatusOf({ invitedAt })).toBe('invited')
		expect(portalStatusOf({ invitedAt, enrolledAt })).toBe('enrolled')
		expect(portalStatusOf({ invitedAt, enrolledAt, suspendedAt })).toBe('suspended')
		expect(nextPortalStatus('suspended', 'reinstate', { invitedAt, enrolledAt, suspendedAt })).toBe('enrolled')
	})

	test.each<[PortalStatus, string | null, string | null, string | true]>([
		['notEnrolled', 'a@example.org', null, true],
		['invited', null, '+16025550100', true],
		['notEnrolled', null, null, 'unreachable'],
		['enrolled', 'a@example.org', null, 'alreadyEnrolled'],
		['suspended', 'a@example.org', null, 'suspended'],
	])('ACC-1: %s with %s and %s may be invited: %s', (portalStatus, email, phone, expected) => {
		const verdict = canInvite({ portalStatus, email, phone })
		expect(verdict.ok ? true : verdict.reason).toBe(expected)
	})

	test('ACC-10: only the suspended are reinstated, only the others suspended', () => {
		expect(canSuspend({ portalStatus: 'enrolled' }).ok).toBe(true)
		expect(canSuspend({ portalStatus: 'suspended' }).ok).toBe(false)
		expect(canReinstate({ portalStatus: 'suspended' }).ok).toBe(true)
		expect(canReinstate({ portalStatus: 'invited' }).ok).toBe(false)
	})
})

test('ACC-8: every kind has a preset of known areas; a lender sees projects and documents only', () => {
	for (const kind of contactKinds) expect(accessAreas).toEqual(expect.arrayContaining([...accessPresets[kind]]))
	expect(accessPresets.client).toEqual(accessAreas)
	expect(accessPresets.lender).toEqual(['projects', 'documents'])
})

describe('ACC-3: names', () => {
	test.each([
		[{ firstName: 'Ana', lastName: 'de León' }, 'Ana de León', 'AD'],
		[{ lastName: 'Østergaard' }, 'Østergaard', 'Ø'],
		[{ firstName: '👩‍👧 Mia', lastName: 'Ng' }, '👩‍👧 Mia Ng', '👩‍👧N'],
		[{ firstName: 'دانا' }, 'دانا', 'د'],
		[{ email: 'x@example.org' }, 'x@example.org', 'X'],
		[{ phone: '+16025550100' }, '+16025550100', '1'],
		[{}, '', ''],
	])('%o', (person, name, letters) => {
		expect(displayName(person)).toBe(name)
		expect(initials(person)).toBe(letters)
	})

	test.each([
		[[{ firstName: 'Ana', lastName: 'Ruiz' }], 'Ana Ruiz'],
		[
			[
				{ firstName: 'Ana', lastName: 'Ruiz' },
				{ firstName: 'Tom', lastName: 'Ruiz' },
			],
			'Ana & Tom Ruiz',
		],
		[
			[
				{ firstName: 'Ana', lastName: 'Ruiz' },
				{ firstName: 'Tom', lastName: 'Hill' },
			],
			'Ana Ruiz & Tom Hill',
		],
		[[{ email: 'a@example.org' }], 'a@example.org'],
		[[], ''],
	])('household of %o', (people, name) => expect(nameOfHousehold(people)).toBe(name))
})

test('ACC-9: what makes two contacts likely the same', () => {
	const place = { line1: '1 Main St', postalCode: '85001' }
	const person = { firstName: 'José', lastName: 'Kim', email: 'jk@example.org', phone: '+16025550100' }
	expect(duplicateKeys(person, place)).toEqual([
		'email:jk@example.org',
		'phone:+16025550100|jose kim',
		'place:1mainst||85001|jose kim',
	])
	expect(duplicateKeys({ phone: '+16025550100' }, place)).toEqual([])
})
