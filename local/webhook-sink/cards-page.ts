import type { Post } from './posts.ts';
import type { Run, ShownLine, ShownMessage } from './shown-message.ts';

export const cardsCss = `
  :root { color-scheme: light dark; font: 15px/1.4 system-ui, sans-serif; --line: #8884; --paper: light-dark(#fff, #292929);
    --error: light-dark(#b10e1c, #ff99a4); --error-band: light-dark(#fdf3f4, #3f1011);
    --warning: light-dark(#8a5a00, #fce100); --warning-band: light-dark(#fff8e5, #4a1e04);
    --success: light-dark(#0e700e, #9fd89f); --success-band: light-dark(#f1faf1, #052505);
    --info: light-dark(#0f548c, #96c6fa); --info-band: light-dark(#f3f3f3, #333); }
  body { margin: 0 auto; max-width: 66rem; padding: 1rem; background: light-dark(#ebebeb, #1b1b1b); }
  h1 { font-size: 1.3rem; }
  main { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(23rem, 100%), 1fr)); gap: 1rem; align-items: start; }
  article { background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; overflow: hidden; padding-bottom: .5rem; }
  .error { --ink: var(--error); --band: var(--error-band); } .warning { --ink: var(--warning); --band: var(--warning-band); }
  .success { --ink: var(--success); --band: var(--success-band); } .info { --ink: var(--info); --band: var(--info-band); }
  .refused { opacity: .6; border-style: dashed; }
  p, details { margin: .3rem 1rem; overflow-wrap: anywhere; }
  .to { color: #777; font-size: .75rem; }
  .teams .header, .teams .subheader { margin: 0; padding: .7rem 1rem 0; background: var(--band); }
  .teams .subheader { padding: .1rem 1rem .7rem; margin-bottom: .6rem; font-size: .8rem; }
  .header { color: var(--ink); font-size: 1.1rem; font-weight: 600; line-height: 1.25; }
  .slack .header { color: inherit; }
  .dot { display: inline-block; width: .75em; height: .75em; border-radius: 50%; background: var(--ink); }
  .note { color: #777; font-size: .8rem; } .bullet { padding-left: 1.1rem; text-indent: -.7rem; } .bullet::before { content: "• "; }
  .teams .links { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .6rem; }
  .teams .links a { border: 1px solid #8888; border-radius: .25rem; padding: .2rem .7rem; color: inherit; text-decoration: none; }
  details { color: #777; font-size: .75rem; } pre { overflow: auto; }
`;

/** What was posted, newest first, as a person would see it. Refreshes by itself; no script, so a strict policy is enough. */
export function cardsPage(posts: readonly Post[]): string {
  const cards = [...posts].reverse().map(cardHtml).join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3"><title>Posted messages</title><link rel="stylesheet" href="/local/cards.css"></head>
<body><h1>Posted messages</h1>
<main>${posts.length === 0 ? '<p>Nothing was posted yet.</p>' : cards}</main>
</body></html>
`;
}

function cardHtml({ to, sort, at, status, shown, body }: Post): string {
  const taken = status >= 200 && status < 300;
  const answer = status === 0 ? 'not answered' : `${taken ? 'taken' : 'refused'} (${status})`;
  const content = shown === undefined ? '<p>Not a message that this channel takes.</p>' : messageHtml(shown);
  return `<article class="${sort} ${escaped(shown?.colour ?? 'info')}${taken ? '' : ' refused'}">
<p class="to">${escaped(to)} · ${escaped(at.slice(11, 19))} UTC · ${answer}</p>
${content}<details><summary>JSON</summary><pre>${escaped(body)}</pre></details></article>`;
}

function messageHtml({ lines }: ShownMessage): string {
  return lines.map((line) => `<p class="${line.kind}">${runsHtml(line)}</p>\n`).join('');
}

/** The sign that is Slack's colour is drawn, because not every machine has a font for it. */
const sign = /^[🔴🟠🟢🔵] /u;

function runsHtml({ kind, runs }: ShownLine): string {
  const [first] = runs;
  if (kind !== 'header' || first === undefined || !sign.test(first.text)) return runs.map(runHtml).join('');
  const rest = [{ ...first, text: first.text.replace(sign, '') }, ...runs.slice(1)];
  return `<span class="dot"></span> ${rest.map(runHtml).join('')}`;
}

function runHtml({ text, bold, italic, url }: Run): string {
  const strong = bold === true ? `<b>${escaped(text)}</b>` : escaped(text);
  const words = italic === true ? `<i>${strong}</i>` : strong;
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
