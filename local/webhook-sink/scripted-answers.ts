import { z } from 'zod';

/** `hang`: no answer, and nothing posted. `drop`: posted, but the answer is lost. */
type ScriptedAnswer = { readonly status: number; readonly retryAfter?: string | undefined } | 'hang' | 'drop';

const command = z.strictObject({
  /** Start of the channel's name, such as `teams` or `slack/drivers`; every channel where absent. */
  to: z.string().default(''),
  answer: z.union([
    z.strictObject({
      status: z.int().min(200).max(599),
      /** Seconds or an HTTP date, as the header says it. */
      retryAfter: z.string().optional(),
    }),
    z.enum(['hang', 'drop']),
  ]),
  /** For so many posts; for good where absent. */
  times: z.int().min(1).optional(),
});

/** What the channels are told to answer instead of what they would. The first command that fits is used up first. */
export function createScriptedAnswers() {
  let commands: { to: string; answer: ScriptedAnswer; left: number }[] = [];
  return {
    /** @returns what is wrong with the command. */
    add(body: unknown): string | undefined {
      const parsed = command.safeParse(body);
      if (!parsed.success) return z.prettifyError(parsed.error);
      const { to, answer, times = Number.POSITIVE_INFINITY } = parsed.data;
      commands.push({ to, answer, left: times });
      return undefined;
    },
    next(to: string): ScriptedAnswer | undefined {
      const found = commands.find((each) => to.startsWith(each.to));
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left <= 0) commands = commands.filter((each) => each !== found);
      return found.answer;
    },
    all: () => commands,
    clear(): void {
      commands = [];
    },
  };
}
