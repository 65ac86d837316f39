import { quoted } from '../requirements';

export type ConnectivityErrorCode = 'proxy-url' | 'proxy-url-path' | 'proxy-credentials' | 'timeout' | 'roots-unreadable' | 'roots-none' | 'roots-malformed';

/** No sentence about a proxy repeats what was given: it may hold a password. */
const MESSAGES: Readonly<Record<ConnectivityErrorCode, (text: string, detail: string) => string>> = {
  'proxy-url': () => 'The URL of the proxy cannot be used; write it like http://proxy.contoso.com:8080.',
  'proxy-url-path': () => 'The URL of the proxy has something behind host and port; write it like http://proxy.contoso.com:8080.',
  'proxy-credentials': () =>
    'The credentials for the proxy cannot be used; write user:password, percent-encoded where they stand in the URL, without control characters.',
  'timeout': (text) => `The timeout ${quoted(text)} is no number of seconds from 1 to 300; write a whole number, such as 10.`,
  'roots-unreadable': (text, reason) => `The file of root certificates ${text} ${reason}; name a file that can be read.`,
  'roots-none': (text) => `The file ${text} has no certificate in PEM form; export root certificates as "Base-64 encoded X.509".`,
  'roots-malformed': (text) => `The file ${text} has a certificate that cannot be read; export it again as "Base-64 encoded X.509".`,
};

/** The connection cannot be tested as it was asked for; the message is one sentence that says what to do. */
export class ConnectivityError extends Error {
  constructor(public readonly code: ConnectivityErrorCode, text: string = '', detail: string = '') {
    super(MESSAGES[code](text, detail));
    this.name = 'ConnectivityError';
  }
}
