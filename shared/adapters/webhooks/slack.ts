import type { Severity } from '../../contract/event.ts';
import {
  headlineOf,
  type Line,
  moreText,
  type Notification,
  type Section,
  shortened,
} from '../../domain/notification.ts';
import { cutText } from '../../domain/plain-text.ts';

/**
 * The message that a Slack incoming webhook takes. All text from outside is in `plain_text` or in the text elements of
 * `rich_text`, which are shown as they are: no mention, link or emphasis can come out of it. The only mrkdwn is the
 * fallback text of notifications, escaped, and the time, which is ours. No buttons: without an app that answers them, Slack
 * shows a warning beside each. Limits: https://docs.slack.dev/reference/block-kit/blocks
 */

const longestHeader = 150;
/** Of one block; the documented limit of a section, kept for rich text too, which has none of its own. */
const longestBlock = 3_000;
/** About 13,000 characters in all have been refused with `msg_blocks_too_long`. */
const largestSlackText = 12_000;
const mostBlocks = 50;

/** Colour by a sign of its own, because blocks have none; it is in the push notification too. */
const signs: Readonly<Record<Severity, string>> = { error: '🔴', warning: '🟠', success: '🟢', info: '🔵' };

/** @returns JSON within Slack's limits: lines are left out, and counted, until it fits. */
export function slackMessage(notification: Notification): string {
  for (let shown = notification; ; ) {
    const blocks = blocksOf(shown);
    const less = fits(blocks) ? undefined : shortened(shown);
    if (less === undefined) {
      return JSON.stringify({ text: fallbackOf(shown), blocks, unfurl_links: false, unfurl_media: false });
    }
    shown = less;
  }
}

type Block = { readonly type: string } & Readonly<Record<string, unknown>>;

function blocksOf(notification: Notification): Block[] {
  const { subtitle, facts, sections, links } = notification;
  const about = [
    ...(subtitle === undefined ? [] : [[text(subtitle, { italic: true })]]),
    ...facts.map(({ label, text: said }) => [text(`${label}: `, { bold: true }), text(said)]),
  ];
  return [
    { type: 'header', text: { type: 'plain_text', text: headerOf(notification), emoji: false } },
    ...(about.length === 0 ? [] : [richText([paragraph(about)])]),
    ...sections.map((section) => richText(sectionElements(section))),
    ...(links.length === 0 ? [] : [richText([paragraph([links.flatMap(linkElements)])])]),
    { type: 'context', elements: [{ type: 'mrkdwn', text: footerOf(notification) }] },
  ];
}

function sectionElements({ heading, lines, more }: Section) {
  const rest = moreText(more);
  const items = lines.map((each) => paragraph([lineElements(each)]));
  return [
    // The line break before a list is Slack's own way.
    paragraph([[text(`${heading}\n`, { bold: true })]]),
    ...(items.length === 0 ? [] : [{ type: 'rich_text_list', style: 'bullet', elements: items }]),
    ...(rest === undefined ? [] : [paragraph([[text(rest, { italic: true })]])]),
  ];
}

function lineElements({ text: said, url, detail }: Line) {
  const head = url === undefined ? text(said) : { type: 'link', url, text: said };
  return detail === undefined ? [head] : [head, text(detail)];
}

function linkElements(link: { text: string; url: string }, index: number) {
  return [...(index === 0 ? [] : [text(' · ')]), { type: 'link', url: link.url, text: link.text }];
}

function richText(elements: readonly object[]): Block {
  return { type: 'rich_text', elements };
}

/** @param lines each the elements of one line. */
function paragraph(lines: readonly (readonly object[])[]) {
  const elements = lines.flatMap((line, index) => (index === 0 ? line : [text('\n'), ...line]));
  return { type: 'rich_text_section', elements };
}

function text(said: string, style?: { readonly bold?: true; readonly italic?: true }) {
  return { type: 'text', text: said, ...(style === undefined ? {} : { style }) };
}

/** Shown in the reader's own time zone: https://docs.slack.dev/messaging/formatting-message-text */
function footerOf({ at, isReplay }: Notification): string {
  const date = new Date(at);
  const fallback = `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const time = `<!date^${Math.floor(date.getTime() / 1000)}^{date_short_pretty} {time}|${fallback}>`;
  return isReplay ? `Sent again on request · ${time}` : time;
}

function headerOf(notification: Notification): string {
  return cutText(`${signs[notification.severity]} ${headlineOf(notification)}`, longestHeader);
}

function fallbackOf(notification: Notification): string {
  return headerOf(notification).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function fits(blocks: readonly Block[]): boolean {
  const sizes = blocks.map(textSize);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return blocks.length <= mostBlocks && total <= largestSlackText && sizes.every((size) => size <= longestBlock);
}

/** Of every text and URL in it. */
function textSize(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textSize(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, inner]) => {
    const isShown = typeof inner === 'string' && (name === 'text' || name === 'url');
    return sum + (isShown ? inner.length : textSize(inner));
  }, 0);
}
