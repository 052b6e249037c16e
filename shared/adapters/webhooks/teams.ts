import type { Severity } from '../../contract/event.ts';
import {
  headlineOf,
  type Line,
  type Link,
  moreText,
  type Notification,
  type Section,
  shortened,
} from '../../domain/notification.ts';
import { cutText } from '../../domain/plain-text.ts';

/**
 * The message that a Teams Workflows webhook takes: an Adaptive Card 1.4. All text from outside is in `TextRun`s, which know
 * no Markdown (https://learn.microsoft.com/adaptive-cards/schema-explorer/text-run); `TextBlock` holds words of ours alone.
 * `msteams` properties are left out, because the schema of 1.4 does not know them.
 */

/** Teams takes 28 KB with all markup; what comes on top of that on the way to it is not known. */
const largestTeamsMessage = 27 * 1024;

const longestHeadline = 200;
/** Teams shows six actions of a card. */
const mostActions = 6;

const looks: Readonly<Record<Severity, { readonly style: string; readonly color: string }>> = {
  error: { style: 'attention', color: 'attention' },
  warning: { style: 'warning', color: 'warning' },
  success: { style: 'good', color: 'good' },
  info: { style: 'emphasis', color: 'default' },
};

/** @returns JSON of at most `largestTeamsMessage` bytes: lines are left out, and counted, until it fits. */
export function teamsMessage(notification: Notification): string {
  for (let shown = notification; ; ) {
    const message = JSON.stringify(messageOf(shown));
    const less = Buffer.byteLength(message) <= largestTeamsMessage ? undefined : shortened(shown);
    if (less === undefined) return message;
    shown = less;
  }
}

function messageOf(notification: Notification) {
  return {
    type: 'message',
    attachments: [
      { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: cardOf(notification) },
    ],
  };
}

function cardOf(notification: Notification) {
  const { severity, subtitle, facts, sections, links, at, isReplay } = notification;
  const look = looks[severity];
  const headline = cutText(headlineOf(notification), longestHeadline);
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: 'Submission Watch has news. This client is too old to show it.',
    body: [
      {
        type: 'Container',
        style: look.style,
        bleed: true,
        items: [
          richText([run(headline, { weight: 'bolder', size: 'medium', color: look.color })]),
          ...(subtitle === undefined ? [] : [richText([run(subtitle, { size: 'small' })], 'none')]),
        ],
      },
      ...facts.map(({ label, text }, index) =>
        richText([run(`${label}: `, { weight: 'bolder' }), run(text)], index === 0 ? 'medium' : 'small'),
      ),
      ...sections.flatMap(sectionElements),
      {
        type: 'TextBlock',
        text: `${isReplay ? 'Sent again on request · ' : ''}${localTime(at)}`,
        size: 'small',
        isSubtle: true,
        wrap: true,
        spacing: 'medium',
      },
    ],
    actions: links.slice(0, mostActions).map(openUrl),
  };
}

function sectionElements({ heading, lines, more }: Section) {
  const rest = moreText(more);
  return [
    { type: 'TextBlock', text: heading, weight: 'bolder', wrap: true, spacing: 'medium' },
    ...lines.map((line) => richText([run('• '), ...lineRuns(line)], 'small')),
    ...(rest === undefined ? [] : [richText([run(rest, { isSubtle: true })], 'small')]),
  ];
}

function lineRuns({ text, url, detail }: Line) {
  const said = url === undefined ? run(text) : run(text, { selectAction: { type: 'Action.OpenUrl', url } });
  return detail === undefined ? [said] : [said, run(detail)];
}

function openUrl({ text, url }: Link) {
  return { type: 'Action.OpenUrl', title: text, url };
}

function richText(inlines: readonly object[], spacing?: string) {
  return { type: 'RichTextBlock', inlines, ...(spacing === undefined ? {} : { spacing }) };
}

/** The card's own functions (`{{DATE(...)}}`) are for `TextBlock`; a client that looks for them elsewhere finds none here. */
function run(text: string, looks: object = {}) {
  return { type: 'TextRun', text: text.replaceAll('{{', '{ {'), ...looks };
}

/** Shown in the reader's own time zone and language; the format is strict: whole seconds and Z. */
function localTime(at: string): string {
  const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
  return `{{DATE(${time}, SHORT)}} {{TIME(${time})}}`;
}
