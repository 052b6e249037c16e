/** Secrets out of text and URLs from outside, before they are kept, published, logged or shown. */

const urls = /https?:\/\/[^\s"'<>\\]+/gi;
/** Plain, or percent-encoded within another link, once or more often. */
const loosePairs =
  /(\b|%(?:25)*(?:3f|26))(sig|signature|access_token|refresh_token|client_secret|sharedaccesskey|accountkey)(?:=|%(?:25)*3d)[^\s&"'<>;,]+/gi;
const bearerTokens = /\bBearer\s+[\w.~+/-]+=*/gi;
// Looks ahead for the dots from the start of a word only: else a long text of beginnings takes quadratic time.
const webTokens = /(?<![\w-])(?=[\w-]+\.[\w-]+\.)([\w-]*?)eyJ[\w-]{10,}\.[\w-]+\.[\w-]*/g;

/** Parameters of a shared access signature (service, account and user delegation), and tokens by their usual names. */
const secretParameters = new Set(
  'sig signature se sv sp sr st ss srt spr sip si skoid sktid skt ske sks skv saoid suoid scid sdd rscd rsct rscc rsce rscl token access_token refresh_token'.split(
    ' ',
  ),
);

export function scrubText(text: string): string {
  return (
    text
      .toWellFormed()
      // Line ends to some readers of JSON, which cut a table transaction in two there.
      .replace(/[\u2028\u2029]/g, '\n')
      .replace(urls, (url) => (isSigned(url) ? `${url.replace(/[?#].*$/s, '')}?[removed]` : url))
      .replace(loosePairs, '$1$2=[removed]')
      .replace(bearerTokens, '[removed]')
      .replace(webTokens, '$1[removed]')
  );
}

/** Half a link is a wrong link: where it could not be published whole it is left out. */
const longestUrl = 1_000;

/**
 * A link that may be shown: http(s), no user name, no signature. Blanks are taken out, because a documented report URL
 * has one after its scheme.
 * @returns undefined for anything else.
 */
export function safeUrl(text: string): string | undefined {
  const url = URL.parse(text.replace(/\s+/g, ''));
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  url.username = '';
  url.password = '';
  for (const [name, value] of [...url.searchParams]) {
    if (secretParameters.has(name.toLowerCase()) || isSigned(value)) url.searchParams.delete(name);
  }
  if (isSigned(url.hash)) url.hash = '';
  return url.href.length > longestUrl ? undefined : url.href;
}

function isSigned(url: string): boolean {
  return /([?&#]|%(25)*(3f|26))(sig|signature|token|access_token|refresh_token)(=|%(25)*3d)/i.test(url);
}
