import type { ChannelSort } from './channel-sort.ts';
import { type Block, type RichElement, slackMessage } from './slack-message.ts';
import { type Card, type CardElement, type TextRun, teamsMessage } from './teams-message.ts';

/** A posted message as a person sees it, whichever channel it went to. */
export interface ShownMessage {
  /** error, warning, success or info where it shows a colour of those. */
  readonly colour: string;
  readonly lines: readonly ShownLine[];
}

export interface ShownLine {
  readonly kind: 'header' | 'subheader' | 'text' | 'bullet' | 'note' | 'links';
  readonly runs: readonly Run[];
}

export interface Run {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly url?: string;
}

/** @returns undefined for what is no message of that sort. */
export function shownMessage(sort: ChannelSort, body: unknown): ShownMessage | undefined {
  switch (sort) {
    case 'teams': {
      const [attachment] = teamsMessage.safeParse(body).data?.attachments ?? [];
      return attachment === undefined ? undefined : ofCard(attachment.content);
    }
    case 'slack': {
      const message = slackMessage.safeParse(body);
      return message.success ? ofBlocks(message.data.blocks) : undefined;
    }
  }
}

const colourOfStyle: Readonly<Record<string, string>> = { attention: 'error', warning: 'warning', good: 'success' };
const colourOfSign: readonly (readonly [string, string])[] = [
  ['🔴', 'error'],
  ['🟠', 'warning'],
  ['🟢', 'success'],
];

function ofCard({ body, actions = [] }: Card): ShownMessage {
  const [first] = body;
  const style = first?.type === 'Container' ? (first.style ?? '') : '';
  const links = actions.map((action) => ({ text: action.title ?? action.url, url: action.url }));
  return {
    colour: colourOfStyle[style] ?? 'info',
    lines: [...body.flatMap(ofElement), ...(links.length === 0 ? [] : [{ kind: 'links' as const, runs: links }])],
  };
}

function ofElement(element: CardElement): ShownLine[] {
  switch (element.type) {
    case 'Container':
      return element.items.flatMap((item, index) =>
        ofElement(item).map((line) => ({ ...line, kind: index === 0 ? ('header' as const) : ('subheader' as const) })),
      );
    case 'FactSet':
      return element.facts.map(({ title, value }) => ({
        kind: 'text' as const,
        runs: [{ text: `${title}: `, bold: true }, { text: value }],
      }));
    case 'TextBlock': {
      const run = { text: withDates(element.text), bold: element.weight === 'bolder' };
      return [{ kind: element.isSubtle === true ? 'note' : 'text', runs: [run] }];
    }
    case 'RichTextBlock': {
      const runs = element.inlines.map((inline) => (typeof inline === 'string' ? { text: inline } : ofRun(inline)));
      const [bullet, ...others] = runs;
      return bullet?.text === '• ' ? [{ kind: 'bullet', runs: others }] : [{ kind: 'text', runs }];
    }
  }
}

function ofRun({ text, weight, selectAction }: TextRun): Run {
  return { text, bold: weight === 'bolder', ...(selectAction === undefined ? {} : { url: selectAction.url }) };
}

/** A client shows its reader's own time zone; this one is in Greenwich. */
function withDates(text: string): string {
  return text.replace(/\{\{(DATE|TIME)\(([^,)]+)[^)]*\)\}\}/g, (_, part, time: string) =>
    part === 'DATE' ? time.slice(0, 10) : `${time.slice(11, 16)} UTC`,
  );
}

function ofBlocks(blocks: readonly Block[]): ShownMessage {
  const [header] = blocks;
  const title = header?.type === 'header' ? header.text.text : '';
  return {
    colour: colourOfSign.find(([sign]) => title.startsWith(sign))?.[1] ?? 'info',
    lines: blocks.flatMap(ofBlock),
  };
}

function ofBlock(block: Block): ShownLine[] {
  switch (block.type) {
    case 'header':
      return [{ kind: 'header', runs: [{ text: block.text.text }] }];
    case 'divider':
      return [];
    case 'section':
      return [...(block.text === undefined ? [] : [block.text]), ...(block.fields ?? [])].map((each) => ({
        kind: 'text' as const,
        runs: [{ text: ofText(each) }],
      }));
    case 'context':
      return [{ kind: 'note', runs: block.elements.map((each) => ({ text: ofText(each) })) }];
    case 'rich_text':
      return block.elements.flatMap((element) =>
        element.type === 'rich_text_list'
          ? element.elements.flatMap((item) => linesOf(item.elements, 'bullet'))
          : linesOf(element.elements, 'text'),
      );
  }
}

/** Text elements hold line breaks; links in a row of their own are the links of the message. */
function linesOf(elements: readonly RichElement[], kind: 'text' | 'bullet'): ShownLine[] {
  const lines: Run[][] = [[]];
  for (const element of elements) {
    if (element.type === 'link') lines.at(-1)?.push({ text: element.text ?? element.url, url: element.url });
    else {
      const [head = '', ...others] = element.text.split('\n');
      const { bold = false, italic = false } = element.style ?? {};
      if (head !== '') lines.at(-1)?.push({ text: head, bold, italic });
      for (const text of others) lines.push(text === '' ? [] : [{ text, bold, italic }]);
    }
  }
  return lines
    .filter((runs) => runs.length > 0)
    .map((runs) => ({ kind: kind === 'text' && runs[0]?.url !== undefined ? 'links' : kind, runs }));
}

/** mrkdwn as Slack shows it: dates in their fallback, and control sequences for what they are. */
function ofText({ type, text }: { type: 'plain_text' | 'mrkdwn'; text: string }): string {
  if (type === 'plain_text') return text;
  return text
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<([^>]+)>/g, '[control sequence: $1]')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
