/** Days for which a file waits for the message that it was sent up for: a draft is not written longer. */
export const daysUnsentKept = 7
