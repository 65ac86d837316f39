/*
 * Types of access lists that depend on what a configuration does not say. The clause completes "depends on …".
 * Source: squid.conf.documented of Squid 5, TAG acl.
 */

export const BEYOND_CONFIGURATION: ReadonlyMap<string, string> = new Map([
  ['proxy_auth', 'whether the sensors log in to the proxy'],
  ['proxy_auth_regex', 'the user name that the sensors log in with'],
  ['max_user_ip', 'from how many addresses a user logs in'],
  ['ext_user', 'what a helper program answers'],
  ['ext_user_regex', 'what a helper program answers'],
  ['external', 'what a helper program answers'],
  ['tag', 'what a helper program answers'],
  ['note', 'annotations of the request'],
  ['ident', 'what the client\'s ident service answers'],
  ['ident_regex', 'what the client\'s ident service answers'],
  ['time', 'the time of day'],
  ['browser', 'a header of the request'],
  ['referer_regex', 'a header of the request'],
  ['req_header', 'a header of the request'],
  ['req_mime_type', 'a header of the request'],
  ['rep_header', 'a header of the reply'],
  ['rep_mime_type', 'a header of the reply'],
  ['http_status', 'the status of the reply'],
  ['srcdomain', 'the client\'s name in DNS'],
  ['srcdom_regex', 'the client\'s name in DNS'],
  ['arp', 'the client\'s hardware address'],
  ['eui64', 'the client\'s hardware address'],
  ['maxconn', 'how many connections the client has'],
  ['random', 'chance'],
  ['myportname', 'the port that the client connects to'],
  ['localport', 'the port that the client connects to'],
  ['localip', 'the address that the client connects to'],
  ['user_cert', 'the client\'s certificate'],
  ['ca_cert', 'the client\'s certificate'],
  ['ssl::certHasExpired', 'the server\'s certificate'],
  ['server_cert_fingerprint', 'the server\'s certificate'],
  ['src_as', 'routing tables of the Internet'],
  ['dst_as', 'routing tables of the Internet'],
]);

/** Every use of such a list draws anew. */
export const DRAWN_ANEW: ReadonlySet<string> = new Set(['random', 'maxconn', 'time', 'external']);
