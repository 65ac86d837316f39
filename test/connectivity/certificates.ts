import { generateKeyPairSync } from 'node:crypto';
import { md, pki } from 'node-forge';

/*
 * A certification authority for tests, and certificates from it.
 */

export interface Issued {
  /** PEM. */
  readonly key: string;
  /** PEM of the certificate and of those that issued it, root left out. */
  readonly cert: string;
}

const DAY = 24 * 60 * 60 * 1000;
let serial = 1;

export class Authority {
  /** PEM of the root certificate. */
  public readonly root: string;
  public readonly key: string;
  private readonly subject: pki.CertificateField[];

  constructor(name: string, organisation = name) {
    const { privateKey, publicKey } = keyPair();
    this.subject = [{ name: 'commonName', value: name }, { name: 'organizationName', value: organisation }];
    const certificate = unsigned(publicKey, this.subject, this.subject, -DAY, 365 * DAY);
    certificate.setExtensions([{ name: 'basicConstraints', cA: true, critical: true }, { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true }]);
    certificate.sign(pki.privateKeyFromPem(privateKey), md.sha256.create());
    this.root = pki.certificateToPem(certificate);
    this.key = privateKey;
  }

  /** @param from first day of validity, counted from today */
  public issue(host: string, from = -1, to = 30): Issued {
    const { privateKey, publicKey } = keyPair();
    const certificate = unsigned(publicKey, [{ name: 'commonName', value: host }], this.subject, from * DAY, to * DAY);
    certificate.setExtensions([
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
    ]);
    certificate.sign(pki.privateKeyFromPem(this.key), md.sha256.create());
    return { key: privateKey, cert: pki.certificateToPem(certificate) };
  }
}

function unsigned(publicKey: string, subject: pki.CertificateField[], issuer: pki.CertificateField[], from: number, to: number): pki.Certificate {
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(publicKey);
  // A positive number without superfluous zeros, as DER wants it.
  certificate.serialNumber = (0x40000000 + serial++).toString(16);
  certificate.validity.notBefore = new Date(Date.now() + from);
  certificate.validity.notAfter = new Date(Date.now() + to);
  certificate.setSubject(subject);
  certificate.setIssuer(issuer);
  return certificate;
}

function keyPair(): { readonly privateKey: string; readonly publicKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}
