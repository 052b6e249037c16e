import { z } from 'zod';

const count = z.int().nonnegative();

export const passSummarySchema = z
  .object({
    due: count,
    read: count,
    changed: count,
    events: count,
    published: count,
    failed: count,
    left: count.describe('Chosen, but left due: the deadline came, or the host would not be asked any more.'),
    requests: count.describe('To Partner Center.'),
    slices: count.describe('Handed to other instances instead of read here.'),
    oldestDueSeconds: count.describe('How late the longest due one was when the pass began.'),
  })
  .describe('What a pass did.');

export const passSchema = z
  .object({
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime(),
    summary: passSummarySchema.optional().describe('Absent where the pass threw.'),
  })
  .describe('A pass of the poller.');
