import { documentedHosts } from '../documented-traffic';
import { formatProxyEndpoint } from '../endpoint';
import { ProxyError } from '../errors';
import { AllowList } from './allow-list';

/**
 * A proxy auto-configuration file: the documented hosts through the proxy, everything else directly.
 *
 * It decides by host alone, since clients do not agree on how much of the URL they show it, and is written in ECMAScript 3,
 * which is what the engine of WinHTTP reads. There is no fallback: where the proxy is needed, going around it ends at a firewall.
 */
export function pacFile({ workspace, traffic, proxy, source }: AllowList): string {
  if (proxy === undefined) throw new ProxyError('proxy-missing');
  const hosts = documentedHosts(traffic);
  const exact = hosts.filter((host) => !host.startsWith('*.'));
  const suffixes = hosts.filter((host) => host.startsWith('*.')).map((host) => host.slice(1));
  return [
    `// Defender for Identity sensors of ${workspace}: what the documentation names goes through the proxy, everything else directly.`,
    `// ${source.title}, dated ${source.dated}: ${source.url}`,
    'var THROUGH_PROXY = [',
    ...exact.map((host, index) => `  ${JSON.stringify(host)}${index < exact.length - 1 ? ',' : ''}`),
    '];',
    ...(suffixes.length === 0 ? [] : [`var BELOW = ${JSON.stringify(suffixes)};`]),
    '',
    'function FindProxyForURL(url, host) {',
    '  var name = host.toLowerCase().replace(/\\.$/, "");',
    '  for (var i = 0; i < THROUGH_PROXY.length; i++) {',
    `    if (name === THROUGH_PROXY[i]) return ${JSON.stringify(`PROXY ${formatProxyEndpoint(proxy)}`)};`,
    '  }',
    ...(suffixes.length === 0 ? [] : [
      '  for (var j = 0; j < BELOW.length; j++) {',
      '    var at = name.length - BELOW[j].length;',
      `    if (at > 0 && name.indexOf(BELOW[j], at) === at) return ${JSON.stringify(`PROXY ${formatProxyEndpoint(proxy)}`)};`,
      '  }',
    ]),
    '  return "DIRECT";',
    '}',
    '',
  ].join('\n');
}
