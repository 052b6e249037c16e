import type { Post } from './posts.ts';
import type { Run, ShownLine } from './shown-message.ts';

export const cardsCss = `
  :root { color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif; }
  body { margin: 0 auto; max-width: 46rem; padding: 1rem; }
  article { border: 1px solid #8886; border-left: .4rem solid #0078d4; border-radius: .3rem; margin: 1rem 0; padding: .6rem .9rem; }
  article.error { border-left-color: #c50f1f; } article.warning { border-left-color: #da8b00; }
  article.success { border-left-color: #107c10; } article.refused { opacity: .6; border-style: dashed; }
  p { margin: .25rem 0; overflow-wrap: anywhere; } .header { font-size: 1.1rem; font-weight: 600; }
  .note, .to { color: #777; font-size: .85rem; } .bullet { padding-left: 1.2rem; text-indent: -.8rem; }
  .bullet::before { content: "• "; } .links a { margin-right: 1rem; } pre { overflow: auto; font-size: .75rem; }
`;

/** What was posted, newest first, as a person would see it. Refreshes by itself; no script, so a strict policy is enough. */
export function cardsPage(posts: readonly Post[]): string {
  const cards = [...posts].reverse().map(cardHtml).join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3"><title>Posted messages</title><link rel="stylesheet" href="/local/cards.css"></head>
<body><h1>Posted messages</h1>
${posts.length === 0 ? '<p>Nothing was posted yet.</p>' : cards}
</body></html>
`;
}

function cardHtml({ to, at, status, shown, body }: Post): string {
  const taken = status < 300;
  const content =
    shown === undefined ? '<p>Not a message that this channel takes.</p>' : shown.lines.map(lineHtml).join('');
  return `<article class="${escaped(shown?.colour ?? 'info')}${taken ? '' : ' refused'}">
<p class="to">${escaped(to)} · ${escaped(at)} · ${taken ? 'taken' : 'refused'} (${status})</p>
${content}<details><summary class="note">JSON</summary><pre>${escaped(body)}</pre></details></article>`;
}

function lineHtml({ kind, runs }: ShownLine): string {
  return `<p class="${kind}">${runs.map(runHtml).join('')}</p>\n`;
}

function runHtml({ text, bold, url }: Run): string {
  const words = bold === true ? `<b>${escaped(text)}</b>` : escaped(text);
  return url === undefined ? words : `<a href="${escaped(url)}" rel="noreferrer noopener">${words}</a>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
