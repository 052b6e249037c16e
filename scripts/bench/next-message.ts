import type { ChildProcess } from 'node:child_process';

/**
 * The next message of a child that fits. However often it is asked for, it leaves no listeners behind.
 * @throws Error where the child ends first.
 */
export function nextMessage<T>(child: ChildProcess, fits: (message: unknown) => message is T): Promise<T> {
  return new Promise((resolve, reject) => {
    function stop(): void {
      child.off('message', onMessage);
      child.off('exit', onExit);
    }
    function onMessage(message: unknown): void {
      if (!fits(message)) return;
      stop();
      resolve(message);
    }
    function onExit(code: number | null, signal: string | null): void {
      stop();
      reject(new Error(`A process of the benchmark ended (${code ?? signal}) before it answered`));
    }
    child.on('message', onMessage);
    child.on('exit', onExit);
  });
}
