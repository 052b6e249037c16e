import { parseArgs } from 'node:util';

/** What `npm start` is asked for. Ends the process, with how it is asked, where that is something else. */
export function readStartOptions() {
  try {
    const { values } = parseArgs({
      options: {
        'until-done': { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        'free-ports': { type: 'boolean', default: false },
      },
    });
    return { untilDone: values['until-done'], fresh: values.fresh, freePorts: values['free-ports'] };
  } catch (error) {
    console.error(`${(error as Error).message}\nusage: npm start -- [--until-done] [--fresh] [--free-ports]`);
    return process.exit(2);
  }
}
