import { quoted } from '../requirements';

export type ProxyErrorCode =
  | 'kind-unknown'
  | 'proxy-missing'
  | 'proxy-unused'
  | 'proxy-malformed'
  | 'sensors-malformed'
  | 'sensors-family'
  | 'squid-not-alone'
  | 'squid-for-verify'
  | 'squid-option-unused';

const MESSAGES: Readonly<Record<ProxyErrorCode, (text: string, detail: string) => string>> = {
  'kind-unknown': (text, kinds) => `There is no allow list for ${quoted(text)}; write ${kinds}.`,
  'proxy-missing': () => 'A PAC file names the proxy, and none is given; add --proxy HOST:PORT.',
  'proxy-unused': (text) => `An allow list for ${text} does not name a proxy; leave --proxy out.`,
  'proxy-malformed': (text) => `The proxy ${quoted(text)} is no HOST:PORT; write it like proxy.contoso.com:8080, without scheme and credentials.`,
  'sensors-malformed': (text, problem) => `The sensors ${quoted(text)} cannot be used: this ${problem}.`,
  'sensors-family': (text) => `The sensors ${quoted(text)} have an IPv6 address, which application rules of Azure Firewall do not take; name IPv4 addresses.`,
  'squid-not-alone': (text) => `${text} is a Squid configuration, and the other inputs are not the same one; verify it in a command of its own.`,
  'squid-for-verify': (path) => `${path} is a Squid configuration, which verify alone takes; name a Terraform plan or configuration here.`,
  'squid-option-unused': (text, option) => `${text} is a Squid configuration, of which ${option} says nothing; leave the option out.`,
};

/** An argument about proxies that cannot be used; the message is one sentence that says what to do. */
export class ProxyError extends Error {
  constructor(public readonly code: ProxyErrorCode, text: string = '', detail: string = '') {
    super(MESSAGES[code](text, detail));
    this.name = 'ProxyError';
  }
}
