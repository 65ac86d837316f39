/*
 * `DefaultConnectionSettings`, the REG_BINARY value that WinINet keeps the proxy of an account in. Microsoft publishes no layout; this
 * is the one that people worked out (all integers of 32 bits, little-endian): a version, a counter of changes, flags, then proxy,
 * bypass list and URL of the configuration script, each with its length before it, then a trailer.
 */

/** Flags, as the WinINet header names them (PROXY_TYPE_…). */
export const FLAG_DIRECT = 0x1;
export const FLAG_MANUAL_PROXY = 0x2;
export const FLAG_SCRIPT = 0x4;
export const FLAG_AUTO_DETECT = 0x8;

export interface ConnectionSettings {
  /** 0x46 since Internet Explorer 7, 0x3c before. */
  readonly version: number;
  readonly changes: number;
  readonly flags: number;
  /** `server:port`, or `protocol=server:port` several times. */
  readonly proxy: string;
  /** Hosts that are reached without the proxy, `;` between them. */
  readonly bypass: string;
  /** URL of a configuration script. */
  readonly script: string;
  /** What follows: whether a proxy was detected, and zeros. Kept as it is. */
  readonly trailer: Uint8Array;
}

/** Why bytes are not settings: the clause completes "the value …". */
export interface DamagedSettings {
  readonly problem: string;
}

const VERSIONS = [0x46, 0x3c];

/** A flag of detection and 31 zeros, as Windows writes them. */
export const USUAL_TRAILER: Uint8Array = new Uint8Array(35);

export function decodeSettings(bytes: Uint8Array): ConnectionSettings | DamagedSettings {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) return { problem: `has ${bytes.length} bytes, fewer than its fixed fields need` };
  const version = view.getUint32(0, true);
  if (!VERSIONS.includes(version)) return { problem: `begins with ${version}, which is no known version (70 or 60)` };
  const texts: string[] = [];
  let at = 12;
  for (const name of ['proxy', 'bypass list', 'configuration script']) {
    if (at + 4 > bytes.length) return { problem: `ends before the length of the ${name}` };
    const length = view.getUint32(at, true);
    at += 4;
    if (length > bytes.length - at) return { problem: `gives the ${name} ${length} bytes and has ${bytes.length - at} left` };
    const text = bytes.subarray(at, at + length);
    if (text.some((byte) => byte < 0x20 || byte > 0x7e)) return { problem: `has bytes in the ${name} that are no printable ASCII` };
    texts.push(String.fromCharCode(...text.subarray(0, LONGEST_TEXT)));
    if (length > LONGEST_TEXT) return { problem: `gives the ${name} ${length} bytes, far more than any has` };
    at += length;
  }
  const [proxy, bypass, script] = texts;
  return { version, changes: view.getUint32(4, true), flags: view.getUint32(8, true), proxy, bypass, script, trailer: Uint8Array.from(bytes.subarray(at)) };
}

/** Inverse of {@link decodeSettings}. Texts are printable ASCII. */
export function encodeSettings({ version, changes, flags, proxy, bypass, script, trailer }: ConnectionSettings): Uint8Array {
  const texts = [proxy, bypass, script];
  const bytes = new Uint8Array(12 + texts.reduce((sum, text) => sum + 4 + text.length, 0) + trailer.length);
  const view = new DataView(bytes.buffer);
  [version, changes, flags].forEach((value, index) => view.setUint32(4 * index, value, true));
  let at = 12;
  for (const text of texts) {
    view.setUint32(at, text.length, true);
    for (let index = 0; index < text.length; index++) bytes[at + 4 + index] = text.charCodeAt(index);
    at += 4 + text.length;
  }
  bytes.set(trailer, at);
  return bytes;
}

export function isDamaged(settings: ConnectionSettings | DamagedSettings): settings is DamagedSettings {
  return 'problem' in settings;
}

const LONGEST_TEXT = 32_768;
