import { isIPv4 } from 'node:net';
import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { Construct } from 'constructs';
import { EXPLICIT_PROXY_PORT_MAXIMUM } from '../azure';
import { pacFile } from '../proxy/allow-list/pac';
import { documentedTraffic } from '../proxy/documented-traffic';
import { requirementsFor } from '../requirements';
import { defaultName } from './default-name';
import { refuse } from './errors';
import { ExplicitProxyPacFile } from './explicit-proxy-pac-file';
import { FirewallTier, SensorApiMatch } from './firewall-options';
import { PkiEgress, PkiPorts } from './pki-egress';
import { checkResourceArguments, checkResourceName } from './resource-arguments';
import { checkResourceId } from './resource-ids';
import { SensorFirewallRules } from './sensor-firewall-rules';
import { SensorProxy } from './sensor-proxy';
import { SensorSources } from './sensor-sources';
import { SensorWorkspace } from './sensor-workspace';
import { isFilledByTerraform, isKnownNumber } from './tokens';

/** Properties of Azure Firewall's explicit proxy for sensors. */
export interface SensorExplicitProxyProps {
  /** Workspace the sensors belong to. */
  readonly workspace: SensorWorkspace;
  /** The sensors' machines: by IPv4 address or by IP group. */
  readonly sensors: SensorSources;
  /** Azure region, such as `westeurope`. */
  readonly location: string;
  /** Resource group to put the policy into. */
  readonly resourceGroupName: string;
  /** Tier of the policy and of its firewalls: Standard or Premium. */
  readonly tier: FirewallTier;
  /** Private IPv4 address of the firewall, or a token: where clients find the proxy. */
  readonly firewallAddress: string;
  /**
   * Port for HTTP requests, and for the tunnels (`CONNECT`) of HTTPS, 1 to 35536.
   *
   * @default 8080
   */
  readonly httpPort?: number;
  /**
   * A port of its own for HTTPS, 1 to 35536. Older firewalls want one, another than the port for HTTP; newer ones take both on one.
   *
   * @default 8443
   */
  readonly httpsPort?: number;
  /**
   * The PAC file that the firewall serves to clients; its content is `pacFileContent`.
   *
   * @default - it serves none
   */
  readonly pacFile?: ExplicitProxyPacFile;
  /**
   * Name of the policy.
   *
   * @default - made from the construct's path
   */
  readonly name?: string;
  /**
   * Resource id of a policy that this one inherits rules from, or a token.
   *
   * @default - none
   */
  readonly basePolicyId?: string;
  /**
   * Priority of the rule collection group, 100 to 65000.
   *
   * @default 500
   */
  readonly priority?: number;
  /**
   * Tags of the policy.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}

/**
 * Azure Firewall as an explicit proxy for sensors: a firewall policy with explicit proxy, and application rules that let the documented
 * hosts through it. Clients talk to the firewall's private address, and need no route.
 *
 * Explicit proxy looks at application rules alone: a network rule lets nothing through it. The policy is this construct's own, because
 * explicit proxy is a setting of the policy itself; give it to a firewall with `policy.id`. Microsoft has long had the feature in preview:
 * see what its page says before relying on it.
 */
export class SensorExplicitProxy extends Construct {
  /** The firewall policy. */
  public readonly policy: FirewallPolicy;
  /** Its rules for sensors. */
  public readonly rules: SensorFirewallRules;
  /** The proxy as sensors are told of it. */
  public readonly proxy: SensorProxy;
  private readonly pacQuestion: { readonly workspace: SensorWorkspace; readonly host: string; readonly port: number };

  constructor(scope: Construct, id: string, props: SensorExplicitProxyProps) {
    super(scope, id);
    const { workspace, sensors, tier, firewallAddress, location, resourceGroupName, tags } = props;
    const httpPort = props.httpPort ?? 8080;
    check(this.node.path, props, httpPort);
    this.policy = new FirewallPolicy(this, 'Policy', {
      name: props.name ?? defaultName(this, 'afwp'),
      location,
      resourceGroupName,
      sku: tier,
      basePolicyId: props.basePolicyId,
      explicitProxy: explicitProxy(props, httpPort),
      ...props.pacFile?._identityId === undefined ? {} : { identity: { type: 'UserAssigned', identityIds: [props.pacFile._identityId] } },
      tags,
    });
    this.rules = new SensorFirewallRules(this, 'Rules', {
      workspace,
      sensors,
      firewallPolicyId: this.policy.id,
      tier,
      priority: props.priority ?? 500,
      sensorApiMatch: SensorApiMatch.HOST,
      pki: PkiEgress.throughFirewall({ ports: PkiPorts.HTTP_ONLY }),
    });
    this.proxy = SensorProxy.at(`http://${firewallAddress}:${httpPort}`);
    this.pacQuestion = { workspace, host: firewallAddress, port: httpPort };
  }

  /** Content of a PAC file that sends the documented hosts to this proxy and everything else directly; upload it where `pacFile` points. */
  public get pacFileContent(): string {
    const { workspace: { name: workspace, cloud, _isNameKnown: isNameKnown }, host, port } = this.pacQuestion;
    if (!isNameKnown) throw refuse('pac-workspace-token', this.node.path);
    const requirements = requirementsFor({ workspace, cloud });
    return pacFile({ workspace, cloud, traffic: documentedTraffic(requirements), source: requirements[0].source, proxy: { host, port } });
  }
}

/** Another than the port for HTTP, as every version of the documentation takes it. */
const USUAL_HTTPS_PORT = 8443;

function explicitProxy({ httpsPort, pacFile: pac }: SensorExplicitProxyProps, httpPort: number) {
  return {
    enabled: true,
    httpPort,
    httpsPort: httpsPort ?? USUAL_HTTPS_PORT,
    ...pac === undefined ? {} : { enablePacFile: true, pacFilePort: pac._port, pacFile: pac._url },
  };
}

function check(path: string, props: SensorExplicitProxyProps, httpPort: number): void {
  checkResourceArguments(path, props);
  if (props.name !== undefined) checkResourceName(path, 'firewall', props.name);
  if (props.tier === FirewallTier.BASIC) throw refuse('explicit-proxy-tier', path);
  if (!isFilledByTerraform(props.firewallAddress) && !isIPv4(props.firewallAddress)) throw refuse('explicit-proxy-address', props.firewallAddress);
  if (props.basePolicyId !== undefined) checkResourceId('Firewall policy', props.basePolicyId);
  const ports: readonly (readonly [string, number | undefined])[] = [
    ['httpPort', httpPort], ['httpsPort', props.httpsPort ?? USUAL_HTTPS_PORT], ['The port of the PAC file', props.pacFile?._port],
  ];
  const known = ports.flatMap(([property, port]) => (port === undefined || !isKnownNumber(port) ? [] : [{ property, port }]));
  for (const { property, port } of known) {
    if (!(Number.isInteger(port) && port >= 1 && port <= EXPLICIT_PROXY_PORT_MAXIMUM)) throw refuse('explicit-proxy-port', property, port, EXPLICIT_PROXY_PORT_MAXIMUM);
  }
  const twice = known.find(({ port }, index) => known.findIndex((other) => other.port === port) !== index);
  if (twice) throw refuse('explicit-proxy-ports', path, twice.port);
}
