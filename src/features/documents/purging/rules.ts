/** Days for which a document that was removed can be brought back; after them it is gone for good. */
export const daysRemovedKept = 30
