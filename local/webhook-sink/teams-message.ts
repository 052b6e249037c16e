import { z } from 'zod';

/**
 * What a Teams Workflows webhook takes: one or more Adaptive Cards of version 1.4. The official schema of 1.4 in the elements
 * a message needs; like it, it knows no properties but these.
 */

/** Of the whole message, with all its markup. */
export const largestMessage = 28 * 1024;

const spacing = z.enum(['default', 'none', 'small', 'medium', 'large', 'extraLarge', 'padding']);
const colors = z.enum(['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention']);
const fontSize = z.enum(['default', 'small', 'medium', 'large', 'extraLarge']);
const fontWeight = z.enum(['default', 'lighter', 'bolder']);
const fontType = z.enum(['default', 'monospace']);
const alignment = z.enum(['left', 'center', 'right']);
const url = z.url({ protocol: /^https?$/ });

const openUrl = z.strictObject({
  type: z.literal('Action.OpenUrl'),
  url,
  title: z.string().optional(),
  iconUrl: z.string().optional(),
  style: z.enum(['default', 'positive', 'destructive']).optional(),
});

/** Of every element. */
const common = {
  id: z.string().optional(),
  isVisible: z.boolean().optional(),
  separator: z.boolean().optional(),
  spacing: spacing.optional(),
  height: z.enum(['auto', 'stretch']).optional(),
};

const textRun = z.strictObject({
  type: z.literal('TextRun'),
  text: z.string(),
  color: colors.optional(),
  fontType: fontType.optional(),
  highlight: z.boolean().optional(),
  isSubtle: z.boolean().optional(),
  italic: z.boolean().optional(),
  selectAction: openUrl.optional(),
  size: fontSize.optional(),
  strikethrough: z.boolean().optional(),
  underline: z.boolean().optional(),
  weight: fontWeight.optional(),
});
export type TextRun = z.infer<typeof textRun>;

const richTextBlock = z.strictObject({
  type: z.literal('RichTextBlock'),
  inlines: z.array(z.union([z.string(), textRun])).min(1),
  horizontalAlignment: alignment.optional(),
  ...common,
});

const textBlock = z.strictObject({
  type: z.literal('TextBlock'),
  text: z.string(),
  color: colors.optional(),
  fontType: fontType.optional(),
  horizontalAlignment: alignment.optional(),
  isSubtle: z.boolean().optional(),
  maxLines: z.number().optional(),
  size: fontSize.optional(),
  weight: fontWeight.optional(),
  wrap: z.boolean().optional(),
  ...common,
});

const factSet = z.strictObject({
  type: z.literal('FactSet'),
  facts: z.array(z.strictObject({ title: z.string(), value: z.string() })).min(1),
  ...common,
});

const simpleElement = z.discriminatedUnion('type', [richTextBlock, textBlock, factSet]);

const container = z.strictObject({
  type: z.literal('Container'),
  items: z.array(simpleElement).min(1),
  style: z.enum(['default', 'emphasis', 'good', 'attention', 'warning', 'accent']).optional(),
  bleed: z.boolean().optional(),
  verticalContentAlignment: z.enum(['top', 'center', 'bottom']).optional(),
  minHeight: z.string().optional(),
  ...common,
});

const element = z.discriminatedUnion('type', [richTextBlock, textBlock, factSet, container]);
export type CardElement = z.infer<typeof element>;

const card = z.strictObject({
  $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json').optional(),
  type: z.literal('AdaptiveCard'),
  version: z.literal('1.4'),
  fallbackText: z.string().optional(),
  speak: z.string().optional(),
  lang: z.string().optional(),
  body: z.array(element).min(1),
  // Teams shows no more.
  actions: z.array(openUrl).max(6).optional(),
});
export type Card = z.infer<typeof card>;

export const teamsMessage = z.strictObject({
  type: z.literal('message'),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null().optional(),
        content: card,
      }),
    )
    .min(1),
});
