/** What a read shows of a submission; the rollout has a resource of its own besides the whole submission. */
export const facets = ['status', 'rollout'] as const;
export type Facet = (typeof facets)[number];
