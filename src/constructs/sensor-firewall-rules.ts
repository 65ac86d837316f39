import { FirewallPolicyRuleCollectionGroup } from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { defaultName } from './default-name';
import { refuse } from './errors';
import { FirewallTier, SensorApiMatch } from './firewall-options';
import { sensorFirewallRules } from './firewall-rules-plan';
import { PkiEgress } from './pki-egress';
import { checkResourceId } from './resource-ids';
import { SensorService, sensorServices } from './sensor-services';
import { SensorSources } from './sensor-sources';
import { SensorVersion } from './sensor-version';
import { SensorWorkspace } from './sensor-workspace';
import { ServiceTagAddressList } from './service-tag-address-list';
import { ServiceTagIpGroup } from './service-tag-ip-group';
import { SettledRuleCollectionGroup } from './settled-resources';
import { addressOf } from './stack-configuration';
import { proveAtSynth } from './validation';

/** Where sensor rules go on a firewall policy and how they match, whoever the sensors are. */
export interface SensorFirewallRulesOptions {
  /** Resource id of the firewall policy, or a token. */
  readonly firewallPolicyId: string;
  /** Tier of the policy and of its firewalls: PKI hosts are filtered by URL on Premium, by host on the others. */
  readonly tier: FirewallTier;
  /** Priority of the rule collection group, 100 to 65000, that no other group of the policy has. */
  readonly priority: number;
  /**
   * Name of the rule collection group.
   *
   * @default - made from the construct's path
   */
  readonly name?: string;
  /**
   * How the sensor API is recognised. The hosts of version 3 sensors are by name in any case: Azure Firewall takes no rule with
   * the service tag `OneDsCollector`.
   *
   * @default SensorApiMatch.SERVICE_TAG
   */
  readonly sensorApiMatch?: SensorApiMatch;
  /**
   * Addresses of the sensor API in place of the service tag: for rules in another cloud than the workspace, say.
   *
   * @default - the service tag
   */
  readonly sensorApiAddresses?: ServiceTagAddressList;
  /**
   * IP groups with the addresses of the sensor API in place of the service tag. They are applied before the rules.
   *
   * @default - the service tag
   */
  readonly sensorApiIpGroup?: ServiceTagIpGroup;
  /**
   * Priority of the first rule collection, 100 to 65000; each further collection has its own slot, ten apart.
   *
   * @default 100
   */
  readonly firstCollectionPriority?: number;
  /**
   * What must be applied before this group, such as the policy's other groups: Azure updates one group at a time, and
   * refuses the others.
   *
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** Properties of sensor rules on a firewall policy. */
export interface SensorFirewallRulesProps extends SensorFirewallRulesOptions {
  /** Workspace the sensors belong to. */
  readonly workspace: SensorWorkspace;
  /** The sensors' machines: by IPv4 address or by IP group. */
  readonly sensors: SensorSources;
  /**
   * Version of the sensors: it decides what is opened for them.
   *
   * @default SensorVersion.VERSION_2
   */
  readonly sensorVersion?: SensorVersion;
  /**
   * How the machines reach the PKI hosts: through this firewall, through a proxy that the firewall lets them reach, or not.
   *
   * @default PkiEgress.throughFirewall()
   */
  readonly pki?: PkiEgress;
}

/**
 * Rules that let Defender for Identity sensors out, as a rule collection group on a given firewall policy.
 *
 * Never asks for TLS inspection: both ends of a sensor's connection present certificates.
 */
export class SensorFirewallRules extends Construct implements ITerraformDependable {
  /** The rule collection group itself. */
  public readonly ruleCollectionGroup: FirewallPolicyRuleCollectionGroup;

  constructor(scope: Construct, id: string, props: SensorFirewallRulesProps) {
    super(scope, id);
    checkResourceId('Firewall policy', props.firewallPolicyId);
    const { workspace, sensors, sensorVersion = SensorVersion.VERSION_2, pki = PkiEgress.throughFirewall(), tier, sensorApiIpGroup } = props;
    const sensorApi = sensorApiByAddress(this.node.path, { ...props, sensorVersion });
    const collections = sensorFirewallRules(this.node.path, {
      workspace, sensors, sensorVersion, pki, tier, sensorApi, sensorApiIpGroup, firstCollectionPriority: props.firstCollectionPriority ?? 100,
    });
    this.ruleCollectionGroup = new SettledRuleCollectionGroup(this, 'Resource', {
      name: props.name ?? defaultName(this, 'rcg'),
      firewallPolicyId: props.firewallPolicyId,
      priority: props.priority,
      ...collections,
      dependsOn: props.dependsOn,
    });
    proveAtSynth(this, {
      workspace, sensors, sensorVersion, pki, services: sensorApi ? [sensorApi] : [],
      emits: () => ({ kind: 'rule-collection-group', address: addressOf(this.ruleCollectionGroup) }),
    });
  }

  /** Reference to the rule collection group, so that other groups can depend on this construct. */
  public get fqn(): string {
    return this.ruleCollectionGroup.fqn;
  }
}

/** The sensor API where it is recognised by its addresses; `undefined` where it is by its host, or where no sensor needs it. */
function sensorApiByAddress(path: string, props: SensorFirewallRulesProps & { readonly sensorVersion: SensorVersion }): SensorService | undefined {
  const { workspace, sensorVersion, sensorApiAddresses, sensorApiIpGroup, sensorApiMatch } = props;
  const ways = [
    ...sensorApiMatch === SensorApiMatch.HOST ? ['SensorApiMatch.HOST'] : [],
    ...sensorApiAddresses ? ['sensorApiAddresses'] : [],
    ...sensorApiIpGroup ? ['sensorApiIpGroup'] : [],
  ];
  if (ways.length > 1) throw refuse('several-sensor-api-matches', path, ways.join(', '));
  const services = sensorServices(path, {
    workspace,
    sensorVersion,
    sensorApiAddresses: sensorApiAddresses ?? sensorApiIpGroup?.addresses,
    sensorApiProperty: ways[0],
  });
  return sensorApiMatch === SensorApiMatch.HOST ? undefined : services.find(({ requirement }) => requirement === 'sensor-api');
}
