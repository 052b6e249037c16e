import { safeUrl, scrubText } from '../../shared/domain/scrub.ts';

const blob = 'https://packages.blob.core.windows.net/ingestion/5d0b7a34';
const sas = 'skoid=0f3c&sktid=975f&skt=2025-06-02T09:00:00Z&sv=2024-05-04&se=2025-06-03&sr=b&sp=rl&sig=RkFLRQ%3D%3D';
const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwcyJ9.c2lnbmF0dXJl';

describe('text from outside', () => {
  it.each([
    ['a signed link', `See ${blob}?${sas} now`, `See ${blob}?[removed] now`],
    ['a signed link in quotes', `"${blob}?${sas}"`, `"${blob}?[removed]"`],
    ['a signed link in capitals', `${blob}?SV=1&SIG=abc`, `${blob}?[removed]`],
    ['two signed links', `${blob}?${sas},${blob}?${sas}`, `${blob}?[removed]`],
    ['a signature without its link', 'sig=abc%2Fdef== was refused', 'sig=[removed] was refused'],
    ['a token parameter', `${blob}?access_token=abc`, `${blob}?[removed]`],
    [
      'a connection string',
      'Endpoint=sb://x/;SharedAccessKey=abc/+=;A=1',
      'Endpoint=sb://x/;SharedAccessKey=[removed];A=1',
    ],
    ['a client secret', 'client_secret=hunter2&scope=x', 'client_secret=[removed]&scope=x'],
    ['a bearer token', 'Authorization: Bearer abc.def~ghi== sent', 'Authorization: [removed] sent'],
    ['a JSON web token', `the token ${jwt} has ended`, 'the token [removed] has ended'],
    ['a JSON web token behind something else', `id-${jwt} and v1.${jwt}`, 'id-[removed] and v1.[removed]'],
    [
      'a signed link within a link',
      `See https://x.example/?u=${encodeURIComponent(`${blob}?${sas}`)}`,
      'See https://x.example/?[removed]',
    ],
    [
      'an encoded signature without its link',
      'u=blob%3Fsv%3D1%26sig%3Dabc failed',
      'u=blob%3Fsv%3D1%26sig=[removed] failed',
    ],
    [
      'a signed link that was encoded twice',
      `See https://x.example/?u=${encodeURIComponent(encodeURIComponent(`${blob}?${sas}`))} now`,
      'See https://x.example/?[removed] now',
    ],
    [
      'a signature that was encoded three times',
      'u=%25253Fsv%25253D1%252526sig%25253Dabc now',
      'u=%25253Fsv%25253D1%252526sig=[removed] now',
    ],
    [
      'a link whose ampersands were escaped for a page',
      `${blob}?sv=1&amp;sig=abc&amp;sp=r`,
      `${blob}?sv=1&amp;sig=[removed]&amp;sp=r`,
    ],
    ['a token to renew with', 'refresh_token=0.AXoA-abc_def&x=1', 'refresh_token=[removed]&x=1'],
    ['an account key', 'AccountName=x;AccountKey=abc/+==;', 'AccountName=x;AccountKey=[removed];'],
    ['a bearer JSON web token', `bearer ${jwt}`, '[removed]'],
  ])('loses %s', (_what, text, scrubbed) => {
    expect(scrubText(text)).toBe(scrubbed);
  });

  it.each([
    'The file icon-cs.png is missing.',
    'See https://learn.microsoft.com/windows?view=x&tabs=y#sig for the design.',
    'Signed by design=2, eyJ is no token.',
    'Ünïcode 漢字 🙂 and \u202ertl stay.',
    '',
  ])('without a secret stays as it is: %s', (text) => {
    expect(scrubText(text)).toBe(text);
  });

  it('comes out without lone surrogates, which no wire can carry', () => {
    expect(scrubText('a\ud800b\udc00')).toBe('a\ufffdb\ufffd');
  });

  it('comes out without the line ends that JSON allows and table transactions do not', () => {
    expect(scrubText('a\u2028b\u2029c')).toBe('a\nb\nc');
  });

  it.each(['%25', '%2526sig', 'eyJ-', 'eyJaaaaaaaaaa', 'a.', 'sig', 'https://x?'])(
    'of a megabyte of %j is scrubbed without going over it again and again',
    (piece) => {
      // With a search that starts anew at each piece, this would not end within the time of a test run.
      const text = `${piece.repeat(1_000_000 / piece.length)}!`;
      expect(scrubText(text)).toBe(text);
    },
  );

  it('is scrubbed once and for all', () => {
    const once = scrubText(`${blob}?${sas} Bearer ${jwt} sig=abc`);
    expect(scrubText(once)).toBe(once);
  });
});

describe('a link from outside', () => {
  it('loses its signature and keeps what names the report', () => {
    expect(safeUrl(`https://reports.example/r?report=17&${sas}&lang=en`)).toBe(
      'https://reports.example/r?report=17&lang=en',
    );
  });

  it('loses a signature given twice, in any casing', () => {
    expect(safeUrl('https://reports.example/r?SIG=a&sig=b&Se=c&id=1')).toBe('https://reports.example/r?id=1');
  });

  it('loses a parameter that holds another, signed link', () => {
    expect(safeUrl(`https://reports.example/r?id=1&u=${encodeURIComponent(`${blob}?${sas}`)}`)).toBe(
      'https://reports.example/r?id=1',
    );
  });

  it('stays as it is when there is nothing to remove', () => {
    const url = 'https://partner.microsoft.com/dashboard/products/9N/submissions/1/certification-reports/r-1?a=%20b';
    expect(safeUrl(url)).toBe(url);
  });

  it('loses the blank after its scheme that the documentation shows', () => {
    expect(safeUrl('https:// manage.devcenter.microsoft.com/dashboard/report\n/1')).toBe(
      'https://manage.devcenter.microsoft.com/dashboard/report/1',
    );
  });

  it('loses a parameter that holds another, signed link encoded twice', () => {
    const twice = encodeURIComponent(encodeURIComponent(`${blob}?${sas}`));
    expect(safeUrl(`https://reports.example/r?id=1&u=${twice}`)).toBe('https://reports.example/r?id=1');
  });

  it('loses a user name and password', () => {
    expect(safeUrl('https://user:secret@reports.example/r')).toBe('https://reports.example/r');
  });

  it.each([
    ['#access_token=abc', 'https://reports.example/r'],
    ['#/view?sig=abc', 'https://reports.example/r'],
    ['#page=2', 'https://reports.example/r#page=2'],
  ])('with the fragment %s becomes %s', (fragment, url) => {
    expect(safeUrl(`https://reports.example/r${fragment}`)).toBe(url);
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'vbscript:x',
    '/dashboard/report/1',
    'https://',
    'no link',
    '',
  ])('is none when it is "%s"', (text) => {
    expect(safeUrl(text)).toBeUndefined();
  });
});

it('leaves out a link that is too long to be published whole', () => {
  expect(safeUrl(`https://example.com/${'a'.repeat(900)}`)).toBeDefined();
  expect(safeUrl(`https://example.com/${'a'.repeat(1_000)}`)).toBeUndefined();
});
