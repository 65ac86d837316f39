export type SensorRegistryErrorCode = 'unreadable' | 'too-large' | 'big-endian' | 'not-a-registry-file';

const MESSAGES: Readonly<Record<SensorRegistryErrorCode, (path: string, detail: string) => string>> = {
  'unreadable': (path, reason) => `${path} ${reason}; name a registry file that can be read.`,
  'too-large': (path) => `${path} is larger than the 64 MiB that are read; export the keys of S-1-5-18 and S-1-5-19 alone.`,
  'big-endian': (path) => `${path} is UTF-16 with the bytes the other way round; export it again with regedit, or save it as UTF-8.`,
  'not-a-registry-file': (path) =>
    `${path} is no exported registry file (it does not begin with "Windows Registry Editor Version 5.00" or REGEDIT4); export the keys with "reg export".`,
};

/** A file that cannot be used; the message is one sentence that says what to do. */
export class SensorRegistryError extends Error {
  constructor(public readonly code: SensorRegistryErrorCode, path: string, detail: string = '') {
    super(MESSAGES[code](path, detail));
    this.name = 'SensorRegistryError';
  }
}
