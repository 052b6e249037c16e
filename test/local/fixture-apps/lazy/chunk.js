export const answer = () => 'from a chunk';
