/** The services that the sink stands in for. */
export const channelSorts = ['teams', 'slack'] as const;
export type ChannelSort = (typeof channelSorts)[number];
