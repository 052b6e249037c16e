import { durationText } from '../../shared/domain/duration-text.ts';
import { plainText } from '../../shared/domain/plain-text.ts';
import { isSettled } from '../../shared/domain/snapshot.ts';
import { html, svg } from './element.ts';
import { outcomeWords } from './outcome-words.ts';
import { percent } from './percent.ts';
import { ticksOf } from './time-axis.ts';
import { roughDuration } from './time-text.ts';
import type { Bar, Timeline } from './timeline.ts';
import { markLegend, markLine } from './timeline-marks.ts';

const longestState = 80;
/** Percent: a state of seconds beside one of days is still to be seen. */
const leastWidth = 0.6;

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
    markLegend(timeline.marks),
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
  if (isOpen && isSettled(outcome)) return `${roughDuration(seconds)} ago`;
  return isOpen ? `${durationText(seconds)} so far` : durationText(seconds);
}

function gridLine(x: number): SVGElement {
  return svg('line', { class: 'grid', x1: percent(x), x2: percent(x), y1: -5, y2: 27 });
}
