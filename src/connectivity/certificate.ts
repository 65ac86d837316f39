import { Socket } from 'node:net';
import { checkServerIdentity, connect, DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { Finding, outcome, OutcomeCode, OutcomeFacts } from './outcome';
import { errorCode, Ways } from './reach';

/** A TLS connection with what its certificates say. */
export interface Secured {
  readonly socket: TLSSocket;
  /** What is wrong with the certificates; absent where they are genuine. */
  readonly problem?: OutcomeCode;
  /** Who is at the top of the chain, `CN` or `O` of the last certificate that was sent or found. */
  readonly issuer?: string;
  /** Whether that is somebody whom the service has its certificates from, or whom the user calls genuine. */
  readonly isServiceIssuer: boolean;
}

/**
 * Organisations whose roots the service's certificates lead to, as those roots spell them (Azure certificate authority details). A name that merely
 * contains one of them may be anybody's: an inspecting authority is called "Contoso Microsoft CA" soon enough.
 */
const SERVICE_ISSUERS: readonly string[] = ['DigiCert Inc', 'DigiCert, Inc.', 'Microsoft Corporation'];

/** Handshakes with the host by its name and looks at who vouches for it. Nothing is sent through the connection yet. */
export function secure(socket: Socket, ways: Ways, facts: OutcomeFacts): Promise<Secured> {
  return new Promise((resolve, reject) => {
    const end = (code: OutcomeCode): void => {
      clearTimeout(timer);
      tls.destroy();
      reject(new Finding(outcome(code, facts)));
    };
    // The outcome is decided from the certificates below, so the handshake must come to its end even with bad ones.
    const tls = connect({ socket, servername: facts.host, ca: [...ways.publicRoots, ...ways.roots], rejectUnauthorized: false, minVersion: 'TLSv1.2' });
    const timer = setTimeout(() => end('tls-silent'), ways.seconds * 1000);
    tls.once('secureConnect', () => {
      clearTimeout(timer);
      tls.removeAllListeners('error');
      tls.on('error', () => undefined);
      resolve(judged(tls, ways, facts));
    });
    tls.once('error', (error) => end(codeOfHandshake(errorCode(error))));
    tls.once('close', () => end('tls-cut'));
  });
}

function judged(tls: TLSSocket, { roots, publicRoots }: Ways, facts: OutcomeFacts): Secured {
  const chain = chainOf(tls.getPeerCertificate(true));
  const top = chain.at(-1);
  const issuer = nameOf(top?.issuer) ?? nameOf(top?.subject);
  const isOfService = [top?.issuer.O, top?.subject.O].flatMap((value) => value ?? []).some((organisation) => SERVICE_ISSUERS.includes(organisation));
  const isDeclared = roots.length > 0 && tls.authorized && !(top !== undefined && publicRoots.some((root) => withoutArmour(root) === top.raw.toString('base64')));
  const base = { socket: tls, ...(issuer === undefined ? {} : { issuer }), isServiceIssuer: isDeclared || isOfService };
  const problem = problemOf(tls, chain[0], isOfService, facts);
  return problem === undefined ? base : { ...base, problem };
}

function problemOf(tls: TLSSocket, leaf: DetailedPeerCertificate | undefined, isOfService: boolean, facts: OutcomeFacts): OutcomeCode | undefined {
  if (leaf === undefined) return 'inspection';
  // Node puts the code of OpenSSL's verification here, a string whatever the types say.
  const error = tls.authorized ? undefined : String(tls.authorizationError);
  if (error === 'CERT_HAS_EXPIRED' || error === 'CERT_NOT_YET_VALID') return 'certificate-dates';
  if (error !== undefined && error !== 'ERR_TLS_CERT_ALTNAME_INVALID') return isOfService ? 'root-missing' : 'inspection';
  return checkServerIdentity(facts.host, leaf) === undefined ? undefined : 'certificate-of-another';
}

/** From the server's certificate up; Node closes the chain with a root that is its own issuer. */
function chainOf(leaf: DetailedPeerCertificate): DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  let next: DetailedPeerCertificate | undefined = leaf;
  while (next !== undefined && Object.keys(next).length > 0 && !chain.includes(next) && chain.length < 20) {
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
}

function withoutArmour(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, '');
}

function nameOf(name: { readonly CN?: string | string[]; readonly O?: string | string[] } | undefined): string | undefined {
  const value = name?.CN ?? name?.O;
  return Array.isArray(value) ? value.join(', ') : value;
}

/** OpenSSL's codes: what comes is no TLS at all, or TLS without common ground, or an end. */
function codeOfHandshake(code: string): OutcomeCode {
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH|HTTP_REQUEST|UNEXPECTED_MESSAGE|BAD_RECORD/.test(code)) return 'tls-not-spoken';
  return /UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE|PROTOCOL_VERSION|NO_SHARED_CIPHER|INSUFFICIENT_SECURITY/.test(code) ? 'tls-refused' : 'tls-cut';
}
