/** Whole seconds from one ISO 8601 time to another; not negative, because clocks of two instances may differ. */
export function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 1000));
}
