/** A host, with a path where one is documented, that certificate checks of the sensor's machine fetch from. */
export interface DocumentedPkiLocation {
  /** Id of the requirement that asks for it. */
  readonly requirement: string;
  readonly host: string;
  /** Documented path, such as `/pkiops/*`; absent where the page names the host alone. */
  readonly path?: string;
}

/**
 * Where revocation lists and trust lists are, in the page's own order.
 *
 * The page names neither scheme nor port. Revocation lists and trust lists travel over HTTP: that is what the URLs in the
 * certificates say, and what Microsoft's port tables for the same hosts say (Defender for Endpoint's connectivity URLs).
 */
export const PKI_LOCATIONS: readonly DocumentedPkiLocation[] = [
  { requirement: 'pki-crl', host: 'crl.microsoft.com' },
  { requirement: 'pki-ctl', host: 'ctldl.windowsupdate.com' },
  { requirement: 'pki-pkiops', host: 'www.microsoft.com', path: '/pkiops/*' },
  { requirement: 'pki-certs', host: 'www.microsoft.com', path: '/pki/*' },
];

/** What is fetched from a location, by requirement id. */
export const PKI_PURPOSE: ReadonlyMap<string, string> = new Map([
  ['pki-crl', 'for certificate revocation lists'],
  ['pki-ctl', 'for the list of trusted root certificates'],
  ['pki-pkiops', 'for certificates and revocation lists of Microsoft certification authorities'],
  ['pki-certs', 'for certificates of Microsoft certification authorities'],
]);

export const HTTP_PORT = 80;
export const HTTPS_PORT = 443;
