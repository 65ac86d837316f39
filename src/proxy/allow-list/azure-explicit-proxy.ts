import { Fetch, Tunnel } from '../documented-traffic';
import { ProxyError } from '../errors';
import { AllowList } from './allow-list';
import { distinctNames } from './distinct-names';

/** An application rule with the names of the Azure Resource Manager API (Microsoft.Network/firewallPolicies/ruleCollectionGroups). */
interface ApplicationRule {
  readonly ruleType: 'ApplicationRule';
  readonly name: string;
  readonly description: string;
  readonly protocols: readonly { readonly protocolType: 'Http' | 'Https'; readonly port: number }[];
  readonly sourceAddresses: readonly string[];
  readonly targetFqdns?: readonly string[];
  readonly targetUrls?: readonly string[];
  readonly terminateTLS: false;
}

type Target = Pick<ApplicationRule, 'targetFqdns' | 'targetUrls'>;

/**
 * The application rules that a policy with explicit proxy needs, as JSON: explicit proxy looks at application rules alone.
 *
 * URLs are for Premium. On Standard the path cannot be said, and the whole host is let through over HTTP. A URL without a path
 * matches `/` alone for certain, so `host/*` stands where the documentation names no path.
 */
export function azureExplicitProxyRules({ workspace, cloud, traffic, sensors }: AllowList): string {
  const ipv6 = sensors?.find((prefix) => prefix.includes(':'));
  if (ipv6 !== undefined) throw new ProxyError('sensors-family', ipv6);
  const sourceAddresses = sensors ?? ['*'];
  const names = distinctNames([...traffic.tunnels, ...traffic.fetches].map(({ requirements }) => requirements.join('-')));
  const tunnels = traffic.tunnels.map((tunnel, index) => ({ name: names[index], ...tunnelRule(tunnel, sourceAddresses) }));
  const fetches = (target: (fetch: Fetch) => Target): ApplicationRule[] =>
    traffic.fetches.map((fetch, index) => ({ name: names[tunnels.length + index], ...fetchRule(fetch, sourceAddresses, target(fetch)) }));
  return `${JSON.stringify({
    format: 'mdi-egress/azure-explicit-proxy/v1',
    workspace,
    cloud,
    applicationRules: {
      Standard: [...tunnels, ...fetches(({ host }) => ({ targetFqdns: [host] }))],
      Premium: [...tunnels, ...fetches(({ host, pathPrefix }) => ({ targetUrls: [`${host}${pathPrefix}*`] }))],
    },
  }, undefined, 2)}\n`;
}

function tunnelRule({ host, port, requirements }: Tunnel, sourceAddresses: readonly string[]): Omit<ApplicationRule, 'name'> {
  return {
    ruleType: 'ApplicationRule',
    description: `Defender for Identity: ${requirements.join(', ')}`,
    protocols: [{ protocolType: 'Https', port }],
    sourceAddresses,
    targetFqdns: [host],
    terminateTLS: false,
  };
}

function fetchRule({ port, requirements }: Fetch, sourceAddresses: readonly string[], target: Target): Omit<ApplicationRule, 'name'> {
  return {
    ruleType: 'ApplicationRule',
    description: `Defender for Identity: ${requirements.join(', ')}`,
    protocols: [{ protocolType: 'Http', port }],
    sourceAddresses,
    ...target,
    terminateTLS: false,
  };
}
