import { Construct } from 'constructs';
import { refuse } from './errors';
import { PkiEgress } from './pki-egress';
import { SensorFirewallRules, SensorFirewallRulesOptions } from './sensor-firewall-rules';
import { SensorNetworkSecurityGroup, SensorNetworkSecurityGroupOptions } from './sensor-network-security-group';
import { SensorNetworkSecurityRules, SensorNetworkSecurityRulesOptions } from './sensor-network-security-rules';
import { SensorSources } from './sensor-sources';
import { SensorVersion } from './sensor-version';
import { SensorWorkspace } from './sensor-workspace';

/** The firewall that the sensors' traffic is routed to. */
export interface SensorEgressFirewall extends SensorFirewallRulesOptions {
  /**
   * The sensors' machines as the firewall can name them; needed when the NSG names them by application security group or IPv6.
   *
   * @default - the same as at the NSG
   */
  readonly sensors?: SensorSources;
}

/** Properties of sensor egress in a hub-and-spoke network. */
export interface SensorEgressProps {
  /** Workspace the sensors belong to. */
  readonly workspace: SensorWorkspace;
  /** The sensors' machines. */
  readonly sensors: SensorSources;
  /**
   * Version of the sensors: it decides what is opened for them.
   *
   * @default SensorVersion.VERSION_2
   */
  readonly sensorVersion?: SensorVersion;
  /** The hub's firewall. */
  readonly firewall: SensorEgressFirewall;
  /**
   * An NSG to make for the sensors' subnets.
   *
   * @default - none; then give `existingNetworkSecurityGroups`
   */
  readonly networkSecurityGroup?: SensorNetworkSecurityGroupOptions;
  /**
   * NSGs of the sensors' subnets or network interfaces that somebody else owns.
   *
   * @default - none; then give `networkSecurityGroup`
   */
  readonly existingNetworkSecurityGroups?: SensorNetworkSecurityRulesOptions[];
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
    const { workspace, sensors, sensorVersion } = props;
    const pki = props.pki ?? PkiEgress.throughFirewall();
    if (props.networkSecurityGroup) {
      this.networkSecurityGroup = new SensorNetworkSecurityGroup(this, 'Nsg', { ...props.networkSecurityGroup, workspace, sensors, sensorVersion, pki });
    }
    this.networkSecurityRules = existing.map((group, index) => (
      new SensorNetworkSecurityRules(this, `NsgRules${index}`, { ...group, workspace, sensors, sensorVersion, pki })
    ));
    this.firewallRules = new SensorFirewallRules(this, 'Firewall', {
      ...props.firewall,
      workspace,
      sensors: props.firewall.sensors ?? sensors,
      sensorVersion,
      pki,
    });
  }
}
