import type { ServiceBusClient, ServiceBusMessage } from '@azure/service-bus';
import { z } from 'zod';
import { DeliveryError } from '../../errors.ts';
import type { Slice, SliceQueue } from '../../ports/slice-queue.ts';

const wireSlice: z.ZodType<Slice> = z.object({
  id: z.string().min(1),
  submissions: z.array(z.string()),
  products: z.array(z.string()),
  startAt: z.iso.datetime(),
  endAt: z.iso.datetime(),
});

/** Slices of a pass as messages: seen at their start, gone after their end, and dropped by the queue when sent twice. */
export function createSliceQueue(client: ServiceBusClient, queue: string, now: () => Date): SliceQueue {
  const sender = client.createSender(queue);
  return {
    async send(slices) {
      try {
        let batch = await sender.createMessageBatch();
        for (const message of slices.map((slice) => toMessage(slice, now()))) {
          if (batch.tryAddMessage(message)) continue;
          await sender.sendMessages(batch);
          batch = await sender.createMessageBatch();
          if (!batch.tryAddMessage(message)) throw new Error('a slice is longer than a message');
        }
        if (batch.count > 0) await sender.sendMessages(batch);
      } catch (cause) {
        throw new DeliveryError('The slices of a pass were not sent', { retryable: true, cause });
      }
    },
  };
}

/** @returns undefined for a body that is no slice: nothing can come of it, however often it is delivered. */
export function readSlice(body: unknown): Slice | undefined {
  const slice = wireSlice.safeParse(body);
  return slice.success ? slice.data : undefined;
}

function toMessage(slice: Slice, now: Date): ServiceBusMessage {
  const [startMs, endMs] = [Date.parse(slice.startAt), Date.parse(slice.endAt)];
  return {
    body: slice,
    contentType: 'application/json',
    messageId: `slice/${slice.id}`,
    timeToLive: Math.max(1_000, endMs - Math.max(startMs, now.getTime())),
    ...(startMs > now.getTime() ? { scheduledEnqueueTimeUtc: new Date(startMs) } : {}),
  };
}
