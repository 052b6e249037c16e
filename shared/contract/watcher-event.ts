import { z } from 'zod';
import { severities } from './event.ts';

/** Events about Submission Watch itself, on the same topic: silence must never be mistaken for health. */

const severity = z.enum(severities);

const common = z.object({
  key: z.literal('watcher'),
  severity,
  message: z.string().describe('For a person.'),
});

const typed = <Name extends string, Data extends z.ZodType>(name: Name, description: string, data: Data) =>
  z
    .object({
      specversion: z.literal('1.0'),
      id: z.string().max(128),
      source: z.string().describe('The Submission Watch that speaks (its setting EVENT_SOURCE).'),
      type: z.literal(`submissionwatch.${name}.v1`),
      subject: z.literal('watcher'),
      time: z.iso.datetime(),
      datacontenttype: z.literal('application/json'),
      dataschema: z.literal(`urn:submissionwatch:${name}:v1`).describe('The `$id` of the schema of `data`.'),
      sequence: z
        .string()
        .regex(/^\d{10}$/)
        .describe(
          'Of the watcher, rising by one, from the seconds since 1970 of its first look on; 0 for a test event.',
        ),
      data,
    })
    .describe(description);

export const watcherEventSchemas = {
  'watcher.degraded': typed(
    'watcher.degraded',
    'Submission Watch cannot see or cannot speak as it should. Once, and once more whenever a further reason joins.',
    common.extend({ reasons: z.array(z.string()).describe('The reasons that GET /api/health gives.') }),
  ),
  'watcher.recovered': typed(
    'watcher.recovered',
    'Submission Watch is healthy again.',
    common.extend({
      reasons: z.array(z.string()).describe('What it was degraded for at last.'),
      degradedSeconds: z.int().nonnegative(),
    }),
  ),
  'watcher.test': typed('watcher.test', 'Somebody asked for a test event, to check a subscriber.', common),
} as const;

export const watcherEventSchema = z.discriminatedUnion('type', [
  watcherEventSchemas['watcher.degraded'],
  watcherEventSchemas['watcher.recovered'],
  watcherEventSchemas['watcher.test'],
]);
export type WatcherEvent = z.infer<typeof watcherEventSchema>;
