import { durationText } from '../../shared/domain/duration-text.ts';
import { plainText } from '../../shared/domain/plain-text.ts';
import { html, svg } from './element.ts';
import { outcomeWords } from './outcome-words.ts';
import { ticksOf } from './time-axis.ts';
import { roughDuration } from './time-text.ts';
import type { Bar, Mark, MarkKind, Timeline } from './timeline.ts';

const longestState = 80;
/** Percent: a state of seconds beside one of days is still to be seen. */
const leastWidth = 0.6;

const marks: Readonly<Record<MarkKind, { readonly word: string; readonly shape: string }>> = {
  error: { word: 'Error', shape: 'M0-7 7 6-7 6z' },
  warning: { word: 'Warning', shape: 'M0-7 7 6-7 6z' },
  sight: { word: 'Out of sight, or back', shape: 'M-6-6 6 6M6-6-6 6' },
  report: { word: 'Report', shape: 'M-5-7H5V7H-5z' },
  artifact: { word: 'Ready to download', shape: 'M0 7-7 0h4v-7h6v7h4z' },
  rollout: { word: 'Rollout', shape: 'M0-7 7 0 0 7-7 0z' },
  other: { word: 'Issues cleared', shape: 'M-5-5H5V5H-5z' },
};

/** The timeline as a list of states with a bar each, below a line with what happened on the way. */
export function timelineDrawing(timeline: Timeline): HTMLElement {
  const { bars, startsAt, endsAt, nowX } = timeline;
  const ticks = ticksOf(startsAt, endsAt);
  return html(
    'div',
    { class: 'timeline' },
    timeline.marks.length === 0 ? undefined : markLine(timeline.marks),
    html(
      'ol',
      { class: 'bars' },
      ...bars.map((bar) =>
        barRow(
          bar,
          ticks.map(({ x }) => x),
          nowX,
        ),
      ),
    ),
    html(
      'div',
      { class: 'bar-row axis', 'aria-hidden': 'true' },
      svg(
        'svg',
        { class: 'track', height: 18 },
        ...ticks.map(({ x, text }) =>
          svg('text', { x: percent(x), y: 13, 'text-anchor': x > 0.9 ? 'end' : x < 0.1 ? 'start' : 'middle' }, text),
        ),
      ),
    ),
  );
}

function barRow(bar: Bar, ticks: readonly number[], nowX: number | undefined): HTMLElement {
  const state = plainText(bar.state, longestState);
  const width = Math.max(leastWidth, bar.width * 100);
  const x = Math.min(bar.x * 100, 100 - width);
  return html(
    'li',
    { class: `bar-row ${bar.outcome}` },
    html('span', { class: 'bar-state' }, state, html('span', { class: 'unseen' }, ` (${outcomeWords[bar.outcome]})`)),
    svg(
      'svg',
      { class: 'track', height: 22, 'aria-hidden': 'true' },
      ...ticks.map((at) => gridLine(at)),
      svg('rect', { class: bar.isOpen ? 'bar open' : 'bar', x: `${x}%`, y: 4, width: `${width}%`, height: 14, rx: 3 }),
      bar.isOpen && nowX !== undefined && nowX < 0.99
        ? svg('line', { class: 'expected', x1: percent(nowX), x2: '100%', y1: 11, y2: 11 })
        : undefined,
    ),
    html('span', { class: 'bar-time' }, timeText(bar)),
  );
}

function timeText({ isOpen, outcome, seconds }: Bar): string {
  const isOver = outcome === 'succeeded' || outcome === 'failed' || outcome === 'canceled';
  if (isOpen && isOver) return `${roughDuration(seconds)} ago`;
  return isOpen ? `${durationText(seconds)} so far` : durationText(seconds);
}

function gridLine(x: number): SVGElement {
  return svg('line', { class: 'grid', x1: percent(x), x2: percent(x), y1: -5, y2: 27 });
}

/** Each mark leads to the history below, where it is told in full. */
function markLine(all: readonly Mark[]): HTMLElement {
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
    html('ul', { class: 'bar-time legend', 'aria-hidden': 'true' }, ...legend(all)),
  );
}

function legend(all: readonly Mark[]): HTMLElement[] {
  const kinds = new Set(all.flatMap(({ moments }) => moments.map(({ kind }) => kind)));
  return [...kinds].map((kind) =>
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
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(3)}%`;
}
