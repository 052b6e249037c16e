const units = [
  { seconds: 86_400, name: 'd' },
  { seconds: 3_600, name: 'h' },
  { seconds: 60, name: 'min' },
  { seconds: 1, name: 's' },
] as const;

/** A time span as a person says it: its largest unit and the next, `2 h 14 min`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const largest = units.findIndex((unit) => whole >= unit.seconds);
  if (largest < 0) return '0 s';
  const [first, second] = units.slice(largest, largest + 2);
  if (first === undefined) return '0 s';
  const head = `${Math.floor(whole / first.seconds)} ${first.name}`;
  const rest = second === undefined ? 0 : Math.floor((whole % first.seconds) / second.seconds);
  return second === undefined || rest === 0 ? head : `${head} ${rest} ${second.name}`;
}
