import type { Outcome } from '../../shared/domain/snapshot.ts';
import { html, svg } from './element.ts';
import { outcomeWords } from './outcome-words.ts';
import { agoText, fullText } from './time-text.ts';

/** A shape for each outcome beside its colour, because not everybody sees the colours. */
const shapes: Readonly<Record<Outcome | 'pending', string>> = {
  waiting: 'M5 3.5v9M11 3.5v9',
  failed: 'M4 4l8 8M12 4l-8 8',
  inProgress: 'M4 3.5l7.5 4.5L4 12.5z',
  succeeded: 'M3 8.5l3.5 3.5L13 4.5',
  canceled: 'M3 8h10',
  draft: 'M4 12l1-3 6-6 2 2-6 6z',
  unknown: 'M5.5 6a2.5 2.5 0 1 1 3.4 2.3c-.6.3-.9.7-.9 1.4M8 12.4v.1',
  pending: 'M8 4v4.5l2.5 1.5',
};

/** @param outcome undefined before the first read. */
export function outcomeBadge(outcome: Outcome | undefined): HTMLElement {
  const known = outcome !== undefined && Object.hasOwn(shapes, outcome) ? outcome : undefined;
  const name = known ?? (outcome === undefined ? 'pending' : 'unknown');
  const words = known === undefined ? (outcome === undefined ? 'Not read yet' : 'Unknown') : outcomeWords[known];
  return html(
    'span',
    { class: `badge ${name}` },
    svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: shapes[name] })),
    words,
  );
}

/** How long ago, with the exact time for whoever points at it. */
export function timeAgo(at: string, now: Date): HTMLElement {
  return html('time', { datetime: at, title: fullText(at) }, agoText(at, now));
}
