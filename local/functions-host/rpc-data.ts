/** A value on its way from the host to the library; exactly one of the properties is set. */
export type TypedData = {
  string?: string;
  json?: string;
  bytes?: Uint8Array;
  http?: HttpRequestData;
  collectionString?: { string: string[] };
  collectionBytes?: { bytes: Uint8Array[] };
};

export type HttpRequestData = {
  url: string;
  method: string;
  headers: Record<string, string>;
  query: Record<string, string>;
  params: Record<string, string>;
  body?: { bytes: Uint8Array };
};

/** What the library makes of the response that an HTTP function returns. */
export type HttpResponseData = {
  statusCode: string;
  headers?: Record<string, string>;
  cookies?: CookieData[];
  body?: { bytes?: Uint8Array } | null;
};

export type CookieData = {
  name: string;
  value: string;
  domain?: { value: string };
  path?: { value: string };
  expires?: { value: { seconds: number } };
  secure?: { value: boolean };
  httpOnly?: { value: boolean };
  sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone';
  maxAge?: { value: number };
};
