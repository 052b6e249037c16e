import { detailsOf } from '../../shared/domain/event-details.ts';
import { subjectOf } from '../../shared/domain/event-subject.ts';
import { briefOf } from '../../shared/domain/event-words.ts';
import type { Line } from '../../shared/domain/notification.ts';
import type { WatchEvent } from './answers.ts';
import { html } from './element.ts';
import { received, shortType } from './event-text.ts';
import { timeAgo } from './marks.ts';
import { momentText } from './time-text.ts';
import type { View } from './view.ts';

/** One event of a history with all that it says. */
export function eventEntry(event: WatchEvent, { now }: View): HTMLElement {
  const said = received(event);
  const brief = briefOf(said);
  const { facts, sections, links } = detailsOf(said);
  const further = facts.filter(({ text }) => !brief.includes(text));
  // Other events have one list, and their heading says of what.
  const isHeaded = shortType(event) === 'tracked';
  return html(
    'li',
    { class: `event ${subjectOf(said).severity}`, 'data-key': event.id },
    html('p', { class: 'quiet' }, timeAgo(event.time, now), html('br'), momentText(event.time)),
    html(
      'div',
      {},
      html('h3', {}, brief),
      further.length === 0
        ? undefined
        : html(
            'dl',
            { class: 'facts' },
            ...further.map(({ label, text }) => [html('dt', {}, label), html('dd', {}, text)]),
          ),
      ...sections.map(({ heading, lines, more }) => [
        isHeaded ? html('h4', {}, heading) : undefined,
        html(
          'ul',
          { class: 'lines' },
          ...lines.map(lineItem),
          more > 0 ? html('li', {}, `and ${more} more`) : undefined,
        ),
      ]),
      sections.length > 0 ? undefined : links.map(({ text, url }) => html('p', {}, outwardLink(text, url))),
    ),
  );
}

function lineItem({ text, url }: Line): HTMLElement {
  return html('li', {}, url === undefined ? text : outwardLink(text, url));
}

/** A link to Partner Center or to a report. */
export function outwardLink(text: string, url: string, style?: string): HTMLElement {
  return html('a', { href: url, class: style, target: '_blank', rel: 'noopener noreferrer external' }, text);
}
