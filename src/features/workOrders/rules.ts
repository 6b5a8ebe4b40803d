export const workOrderStates = ['open', 'done'] as const
export type WorkOrderState = (typeof workOrderStates)[number]
