export const communities = {}
