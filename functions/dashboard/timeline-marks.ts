import { html, svg } from './element.ts';
import { percent } from './percent.ts';
import type { Mark, MarkKind } from './timeline.ts';

const marks: Readonly<Record<MarkKind, { readonly word: string; readonly shape: string }>> = {
  error: { word: 'Error', shape: 'M0-7 7 6-7 6z' },
  warning: { word: 'Warning', shape: 'M0-7 7 6-7 6z' },
  sight: { word: 'Out of sight, or back', shape: 'M-6-6 6 6M6-6-6 6' },
  report: { word: 'Report', shape: 'M-5-7H5V7H-5z' },
  artifact: { word: 'Ready to download', shape: 'M0 7-7 0h4v-7h6v7h4z' },
  rollout: { word: 'Rollout', shape: 'M0-7 7 0 0 7-7 0z' },
  other: { word: 'Issues cleared', shape: 'M-5-5H5V5H-5z' },
};

/** Each mark leads to the history below, where it is told in full. */
export function markLine(all: readonly Mark[]): HTMLElement {
  return html(
    'div',
    { class: 'bar-row' },
    html('span', { class: 'bar-state quiet' }, 'On the way'),
    svg(
      'svg',
      { class: 'track marks', height: 28, role: 'list', 'aria-label': 'Reports, issues and downloads on the way' },
      ...all.map((mark) => {
        const text = mark.moments.map((moment) => moment.text).join('; ');
        return svg(
          'svg',
          { x: percent(mark.x), y: 14, overflow: 'visible', role: 'listitem' },
          svg(
            'a',
            { href: '#history', 'aria-label': text },
            svg('title', {}, text),
            svg('rect', { class: 'touch', x: -12, y: -12, width: 24, height: 24 }),
            svg('path', { class: `mark ${mark.kind}`, d: marks[mark.kind].shape }),
            mark.moments.length === 1
              ? undefined
              : svg('text', { class: 'mark-count', x: 9, y: -4 }, mark.moments.length),
          ),
        );
      }),
    ),
  );
}

/** What the shapes mean. A screen reader has them in words already. */
export function markLegend(all: readonly Mark[]): HTMLElement | undefined {
  if (all.length === 0) return undefined;
  const kinds = new Set(all.flatMap(({ moments }) => moments.map(({ kind }) => kind)));
  const entries = [...kinds].map((kind) =>
    html(
      'li',
      {},
      svg(
        'svg',
        { viewBox: '-9 -9 18 18', width: 12, height: 12 },
        svg('path', { class: `mark ${kind}`, d: marks[kind].shape }),
      ),
      marks[kind].word,
    ),
  );
  return html('ul', { class: 'legend', 'aria-hidden': 'true' }, ...entries);
}
