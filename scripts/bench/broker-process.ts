import { startChild } from '../../local/laptop/child-process.ts';

/** The local Service Bus in a process of its own, in memory. */
export async function startBroker(): Promise<{ connectionString: string; stop(): Promise<void> }> {
  const child = await startChild('local/service-bus/main.ts', {
    args: ['--port', '0'],
    env: process.env,
    onLog: (line) => console.error(line),
  });
  return { connectionString: String(child.ready['connectionString']), stop: child.stop };
}
