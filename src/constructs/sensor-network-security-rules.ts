import { NetworkSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-rule';
import { Construct } from 'constructs';
import { sensorNetworkSecurityRules } from './network-security-rules-plan';
import { PkiEgress } from './pki-egress';
import { checkResourceArguments } from './resource-arguments';
import { sensorServices } from './sensor-services';
import { SensorSources } from './sensor-sources';
import { SensorVersion } from './sensor-version';
import { SensorWorkspace } from './sensor-workspace';
import { ServiceTagAddressList } from './service-tag-address-list';
import { SettledNetworkSecurityRule } from './settled-resources';
import { addressOf } from './stack-configuration';
import { proveAtSynth } from './validation';

/** An NSG that somebody else owns; an NSG resource or data source of the azurerm provider is one. */
export interface ExistingNetworkSecurityGroup {
  /** Name of the NSG. */
  readonly name: string;
  /** Resource group the NSG is in. */
  readonly resourceGroupName: string;
}

/** Where sensor rules go on an NSG that somebody else owns, whoever the sensors are. */
export interface SensorNetworkSecurityRulesOptions {
  /** The NSG to add rules to. It must have no inline rules: these and standalone rules remove each other. */
  readonly networkSecurityGroup: ExistingNetworkSecurityGroup;
  /**
   * Priority of the first rule, 100 to 4096; each further rule has its own slot, ten apart, up to 70 later (110 for
   * version 3 sensors). No other rule of
   * the NSG may have one of these priorities, and none before them may deny what they allow.
   */
  readonly firstPriority: number;
  /**
   * Addresses of the sensor API in place of the service tag: for rules in another cloud than the workspace, say.
   *
   * @default - the service tag
   */
  readonly sensorApiAddresses?: ServiceTagAddressList;
  /**
   * Addresses in place of the service tags `MicrosoftDefenderForEndpoint` and `OneDsCollector`, which version 3 sensors need: at
   * most one list for each. A tag without a list stays the tag.
   *
   * @default - the service tags
   */
  readonly endpointAddresses?: ServiceTagAddressList[];
  /**
   * What the names of the rules begin with; needed when two of these constructs share an NSG.
   *
   * @default - nothing: `AllowMdiSensorApi` and so on
   */
  readonly ruleNamePrefix?: string;
}

/** Properties of sensor rules on an NSG that somebody else owns. */
export interface SensorNetworkSecurityRulesProps extends SensorNetworkSecurityRulesOptions {
  /** Workspace the sensors belong to. */
  readonly workspace: SensorWorkspace;
  /** The sensors' machines: by address or by application security group. */
  readonly sensors: SensorSources;
  /**
   * Version of the sensors: it decides what is opened for them.
   *
   * @default SensorVersion.VERSION_2
   */
  readonly sensorVersion?: SensorVersion;
  /**
   * How the machines reach the PKI hosts.
   *
   * @default PkiEgress.directlyToInternet()
   */
  readonly pki?: PkiEgress;
}

/** Rules that let Defender for Identity sensors out, added to a network security group that somebody else owns. */
export class SensorNetworkSecurityRules extends Construct {
  /** The rules, in the order of their priorities. */
  public readonly networkSecurityRules: NetworkSecurityRule[];

  constructor(scope: Construct, id: string, props: SensorNetworkSecurityRulesProps) {
    super(scope, id);
    const { workspace, sensors, sensorVersion = SensorVersion.VERSION_2, pki = PkiEgress.directlyToInternet(), firstPriority, ruleNamePrefix = '' } = props;
    const services = sensorServices(this.node.path, { ...props, sensorVersion });
    const planned = sensorNetworkSecurityRules(this.node.path, { services, sensors, sensorVersion, pki, firstPriority, ruleNamePrefix, closed: false });
    const { name, resourceGroupName } = props.networkSecurityGroup;
    checkResourceArguments(this.node.path, { resourceGroupName });
    this.networkSecurityRules = planned.map(({ slot, rule }) => new SettledNetworkSecurityRule(this, slot, {
      ...rule,
      networkSecurityGroupName: name,
      resourceGroupName,
    }));
    proveAtSynth(this, {
      workspace, sensors, sensorVersion, pki, services,
      emits: () => ({ kind: 'network-security-rules', addresses: this.networkSecurityRules.map(addressOf) }),
    });
  }
}
