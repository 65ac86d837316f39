import { FirewallPolicyRuleCollectionGroup } from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { defaultName } from './default-name';
import { FirewallTier, SensorApiMatch } from './firewall-options';
import { sensorFirewallRules } from './firewall-rules-plan';
import { PkiEgress } from './pki-egress';
import { sensorApiAs } from './questions';
import { checkResourceId } from './resource-ids';
import { SensorSources } from './sensor-sources';
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
   * How the sensor API is recognised.
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
    const collections = sensorFirewallRules(this.node.path, {
      workspace: props.workspace,
      sensors: props.sensors,
      pki: props.pki ?? PkiEgress.throughFirewall(),
      tier: props.tier,
      sensorApiMatch: props.sensorApiMatch ?? SensorApiMatch.SERVICE_TAG,
      sensorApiAddresses: props.sensorApiAddresses,
      sensorApiIpGroup: props.sensorApiIpGroup,
      firstCollectionPriority: props.firstCollectionPriority ?? 100,
    });
    this.ruleCollectionGroup = new SettledRuleCollectionGroup(this, 'Resource', {
      name: props.name ?? defaultName(this, 'rcg'),
      firewallPolicyId: props.firewallPolicyId,
      priority: props.priority,
      ...collections,
      dependsOn: props.dependsOn,
    });
    proveAtSynth(this, {
      workspace: props.workspace,
      sensors: props.sensors,
      sensorApi: props.sensorApiMatch === SensorApiMatch.HOST ? 'host' : sensorApiAs(props.sensorApiAddresses ?? props.sensorApiIpGroup?.addresses),
      emits: { kind: 'rule-collection-group', address: addressOf(this.ruleCollectionGroup) },
    });
  }

  /** Reference to the rule collection group, so that other groups can depend on this construct. */
  public get fqn(): string {
    return this.ruleCollectionGroup.fqn;
  }
}
