/** A fraction as SVG takes it for a position. */
export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(3)}%`;
}
