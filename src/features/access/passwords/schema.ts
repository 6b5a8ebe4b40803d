import { z } from 'zod'
import { longest, shortest } from '#platform/passwords/strength.ts'

/** What any password must be; whether it is known from break-ins is asked where it is set. */
export const password = z.string().min(shortest, { error: 'password_short' }).max(longest, { error: 'too_long' })
