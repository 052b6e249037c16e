import { arch, cpus, platform, totalmem } from 'node:os';
import { type Figure, figureTable } from './figure.ts';

/**
 * The page with the figures of one part in the place that it has for them.
 * @param page Markdown with `<!-- npm run bench -- NAME -->` and `<!-- end -->` around that place.
 */
export function withFigures(page: string, name: string, figures: readonly Figure[], measuredOn: string): string {
  const begin = `<!-- npm run bench -- ${name} -->\n`;
  const start = page.indexOf(begin);
  const end = page.indexOf('<!-- end -->', start);
  if (start < 0 || end < 0) throw new Error(`The page has no place for ${name}`);
  const block = `\n${figureTable(figures)}\n\n${measuredOn}\n\n`;
  return `${page.slice(0, start + begin.length)}${block}${page.slice(end)}`;
}

/** What was measured on, without a name of the machine. */
export function machineText(now: Date): string {
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 1024 ** 3)} GB`;
  const cores = `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'})`;
  return `_${cores}, ${memory}, ${platform()} ${arch()}, Node ${process.versions.node}, ${now.toISOString().slice(0, 10)}._`;
}
