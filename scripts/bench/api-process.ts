import { fork } from 'node:child_process';
import { join } from 'node:path';
import { nextMessage } from './next-message.ts';

interface ApiProcess {
  readonly url: string;
  /** Every answer is sent so long after its request. */
  delay(ms: number): Promise<void>;
  /** The state in every hardware body from now on. */
  show(state: string): Promise<void>;
  /** Requests since the last time it was asked. */
  served(): Promise<number>;
  stop(): void;
}

type Reply = { url: string } | { served: number } | 'done';

/** An API with one body for all, in a process of its own, so that what it costs is on another core and in no CPU time of ours. */
export async function startApi(): Promise<ApiProcess> {
  const child = fork(join(import.meta.dirname, 'api-main.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const reply = () => nextMessage(child, (message): message is Reply => message !== undefined);
  const ask = (question: object) => {
    const answer = reply();
    child.send(question);
    return answer;
  };
  const first = await reply();
  if (typeof first !== 'object' || !('url' in first)) throw new Error('The API of the benchmark gave no address');
  return {
    url: first.url,
    async delay(ms) {
      await ask({ delay: ms });
    },
    async show(state) {
      await ask({ state });
    },
    async served() {
      const answer = await ask({ served: true });
      return typeof answer === 'object' && 'served' in answer ? answer.served : Number.NaN;
    },
    stop() {
      child.disconnect();
    },
  };
}
