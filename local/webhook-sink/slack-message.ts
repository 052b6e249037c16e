import { z } from 'zod';

/**
 * What a Slack incoming webhook takes: text and blocks, with the limits of the Block Kit reference
 * (https://docs.slack.dev/reference/block-kit). The blocks a message needs; others are refused, as misspelt ones are.
 */

/** Of all texts of the blocks; it is not documented, and has been met as `msg_blocks_too_long`. */
const mostCharacters = 13_000;

const blockId = z.string().max(255).optional();
const url = z.url({ protocol: /^https?$/ }).max(3000);
const plainText = z.strictObject({
  type: z.literal('plain_text'),
  text: z.string().min(1).max(3000),
  emoji: z.boolean().optional(),
});
const mrkdwn = z.strictObject({
  type: z.literal('mrkdwn'),
  text: z.string().min(1).max(3000),
  verbatim: z.boolean().optional(),
});
const text = z.discriminatedUnion('type', [plainText, mrkdwn]);

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional();
const richElement = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
  z.strictObject({
    type: z.literal('link'),
    url,
    text: z.string().min(1).optional(),
    unsafe: z.boolean().optional(),
    style,
  }),
]);
export type RichElement = z.infer<typeof richElement>;

const richSection = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(richElement).min(1) });
const richList = z.strictObject({
  type: z.literal('rich_text_list'),
  style: z.enum(['bullet', 'ordered']),
  elements: z.array(richSection).min(1),
  indent: z.int().optional(),
  offset: z.int().optional(),
  border: z.int().optional(),
});

const block = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('header'),
    text: plainText.extend({ text: z.string().min(1).max(150) }),
    block_id: blockId,
  }),
  z.strictObject({
    type: z.literal('section'),
    text: text.optional(),
    fields: z.array(text).min(1).max(10).optional(),
    block_id: blockId,
  }),
  z.strictObject({ type: z.literal('context'), elements: z.array(text).min(1).max(10), block_id: blockId }),
  z.strictObject({ type: z.literal('divider'), block_id: blockId }),
  z.strictObject({
    type: z.literal('rich_text'),
    elements: z.array(z.discriminatedUnion('type', [richSection, richList])).min(1),
    block_id: blockId,
  }),
]);
export type Block = z.infer<typeof block>;

export const slackMessage = z.strictObject({
  // The text of notifications and of clients that show no blocks.
  text: z.string().min(1).max(40_000),
  blocks: z
    .array(block)
    .min(1)
    .max(50)
    .refine((blocks) => charactersIn(blocks) <= mostCharacters, 'msg_blocks_too_long'),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
  mrkdwn: z.boolean().optional(),
});

function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + charactersIn(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [name, inner]) => sum + (name === 'text' && typeof inner === 'string' ? inner.length : charactersIn(inner)),
    0,
  );
}
