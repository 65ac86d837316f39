import { NetworkSecurityGroupSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-group';
import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { refuse } from './errors';
import { FirewallTier, SensorApiMatch } from './firewall-options';
import { PkiEgress } from './pki-egress';
import { SensorFirewallRules } from './sensor-firewall-rules';
import { SensorNetworkSecurityGroup } from './sensor-network-security-group';
import { ExistingNetworkSecurityGroup, SensorNetworkSecurityRules } from './sensor-network-security-rules';
import { SensorSources } from './sensor-sources';
import { SensorWorkspace } from './sensor-workspace';

/** An NSG that is made for the sensors' subnets. */
export interface SensorEgressNetworkSecurityGroup {
  /** Azure region, such as `westeurope`. */
  readonly location: string;
  /** Resource group to put the NSG into. */
  readonly resourceGroupName: string;
  /**
   * Name of the NSG.
   *
   * @default - made from the construct's path
   */
  readonly name?: string;
  /**
   * Subnets to put the NSG on.
   *
   * @default - none
   */
  readonly subnetIds?: string[];
  /**
   * Whether everything else to `Internet` is denied.
   *
   * @default false
   */
  readonly denyOtherInternet?: boolean;
  /**
   * Priority of the first rule, 100 to 4096.
   *
   * @default 200
   */
  readonly firstPriority?: number;
  /**
   * Other rules of the NSG.
   *
   * @default - none
   */
  readonly additionalRules?: NetworkSecurityGroupSecurityRule[];
  /**
   * Tags of the NSG.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}

/** An NSG that somebody else owns, and where its sensor rules go. */
export interface SensorEgressExistingNetworkSecurityGroup {
  /** The NSG to add rules to. */
  readonly networkSecurityGroup: ExistingNetworkSecurityGroup;
  /** Priority of the first rule, 100 to 4096. */
  readonly firstPriority: number;
  /**
   * What the names of the rules begin with.
   *
   * @default - nothing
   */
  readonly ruleNamePrefix?: string;
}

/** The firewall that the sensors' traffic is routed to. */
export interface SensorEgressFirewall {
  /** Resource id of the firewall policy, or a token. */
  readonly firewallPolicyId: string;
  /** Tier of the policy and of its firewalls. */
  readonly tier: FirewallTier;
  /** Priority of the rule collection group, 100 to 65000. */
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
   * The sensors' machines as the firewall can name them; needed when the NSG names them by application security group or IPv6.
   *
   * @default - the same as at the NSG
   */
  readonly sensors?: SensorSources;
  /**
   * What must be applied before the rule collection group, such as the policy's other groups.
   *
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** Properties of sensor egress in a hub-and-spoke network. */
export interface SensorEgressProps {
  /** Workspace the sensors belong to. */
  readonly workspace: SensorWorkspace;
  /** The sensors' machines. */
  readonly sensors: SensorSources;
  /** The hub's firewall. */
  readonly firewall: SensorEgressFirewall;
  /**
   * An NSG to make for the sensors' subnets.
   *
   * @default - none; then give `existingNetworkSecurityGroups`
   */
  readonly networkSecurityGroup?: SensorEgressNetworkSecurityGroup;
  /**
   * NSGs of the sensors' subnets or network interfaces that somebody else owns.
   *
   * @default - none; then give `networkSecurityGroup`
   */
  readonly existingNetworkSecurityGroups?: SensorEgressExistingNetworkSecurityGroup[];
  /**
   * How the machines reach the PKI hosts, at every NSG and at the firewall.
   *
   * @default PkiEgress.throughFirewall()
   */
  readonly pki?: PkiEgress;
}

/**
 * Everything that lets Defender for Identity sensors of a spoke out through the firewall of a hub: an NSG, rules on NSGs
 * that are there already, and the firewall's rules, all for the same workspace, sensors and PKI hosts.
 *
 * Routes are not its business: whoever owns the spoke's route table sends `0.0.0.0/0` to the firewall.
 */
export class SensorEgress extends Construct {
  /** The NSG made for the sensors; absent when there are existing ones alone. */
  public readonly networkSecurityGroup?: SensorNetworkSecurityGroup;
  /** The rules added to existing NSGs, in the order these were given. */
  public readonly networkSecurityRules: SensorNetworkSecurityRules[];
  /** The rules at the firewall. */
  public readonly firewallRules: SensorFirewallRules;

  constructor(scope: Construct, id: string, props: SensorEgressProps) {
    super(scope, id);
    const existing = props.existingNetworkSecurityGroups ?? [];
    if (!props.networkSecurityGroup && existing.length === 0) throw refuse('nothing-to-guard', this.node.path);
    const { workspace, sensors } = props;
    const pki = props.pki ?? PkiEgress.throughFirewall();
    if (props.networkSecurityGroup) {
      this.networkSecurityGroup = new SensorNetworkSecurityGroup(this, 'Nsg', { ...props.networkSecurityGroup, workspace, sensors, pki });
    }
    this.networkSecurityRules = existing.map((group, index) => (
      new SensorNetworkSecurityRules(this, `NsgRules${index}`, { ...group, workspace, sensors, pki })
    ));
    this.firewallRules = new SensorFirewallRules(this, 'Firewall', {
      ...props.firewall,
      workspace,
      sensors: props.firewall.sensors ?? sensors,
      pki,
    });
  }
}
