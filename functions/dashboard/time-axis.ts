interface Tick {
  /** Fraction of the whole width. */
  readonly x: number;
  readonly text: string;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 30, 90, 365].map((count) => count * day),
];
const mostTicks = 6;
/** A label at the very edge would be cut. */
const edge = 0.02;

/** Round times between two others, at most seven of them, in the reader's own time zone. */
export function ticksOf(startsAt: number, endsAt: number): readonly Tick[] {
  const span = endsAt - startsAt;
  const step = steps.find((size) => span / size <= mostTicks) ?? 365 * day;
  const text = wording(step);
  const ticks: Tick[] = [];
  for (let at = firstTick(startsAt, step); at <= endsAt; at = after(at, step)) {
    const x = (at - startsAt) / span;
    if (x >= edge && x <= 1 - edge) ticks.push({ x, text: text(at) });
  }
  return ticks;
}

/** Counted from midnight, so that hours are round where the reader lives. */
function firstTick(startsAt: number, step: number): number {
  const midnight = new Date(startsAt).setHours(0, 0, 0, 0);
  if (step >= day) return midnight;
  return midnight + Math.ceil((startsAt - midnight) / step) * step;
}

/** Days are not all of 24 hours. */
function after(at: number, step: number): number {
  if (step < day) return at + step;
  const date = new Date(at);
  return date.setDate(date.getDate() + step / day);
}

/** A midnight is the beginning of a day, which says more than its hour. */
function wording(step: number): (at: number) => string {
  const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
  const seconds = step < minute ? ({ second: '2-digit' } as const) : {};
  const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', ...seconds });
  return (at) => (at === new Date(at).setHours(0, 0, 0, 0) ? date : time).format(at);
}
