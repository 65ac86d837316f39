import { NetworkConnectionMonitor, NetworkConnectionMonitorEndpoint } from '@cdktf/provider-azurerm/lib/network-connection-monitor';
import { Construct } from 'constructs';
import { HTTP_PORT, HTTPS_PORT, PING_PATH, PKI_LOCATIONS } from '../requirements';
import { defaultName } from './default-name';
import { refuse } from './errors';
import { checkResourceArguments, checkResourceName } from './resource-arguments';
import { checkResourceId, checkResourceIds } from './resource-ids';
import { checkMachines, SensorMachine } from './sensor-machine';
import { SensorWorkspace } from './sensor-workspace';
import { isKnownNumber } from './tokens';

/** Properties of a connection monitor for sensors. */
export interface SensorConnectivityMonitorProps {
  /** Workspace the sensors belong to. */
  readonly workspace: SensorWorkspace;
  /** The machines to watch from. They need the extension Network Watcher Agent for Windows. */
  readonly machines: SensorMachine[];
  /** Resource id of the Network Watcher of the region, or a token. */
  readonly networkWatcherId: string;
  /** Azure region of the Network Watcher, such as `westeurope`. */
  readonly location: string;
  /**
   * Name of the connection monitor.
   *
   * @default - made from the construct's path
   */
  readonly name?: string;
  /**
   * Seconds between two tests, 30 to 1800.
   *
   * @default 60
   */
  readonly testFrequencySeconds?: number;
  /**
   * Resource ids of the Log Analytics workspaces that take the results.
   *
   * @default - the provider's own
   */
  readonly outputWorkspaceResourceIds?: string[];
  /**
   * Tags of the connection monitor.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}

/**
 * A Network Watcher connection monitor from the sensors' machines: to the sensor host, over HTTPS at the documented path, where 200 and
 * 503 are success; and to the hosts of revocation and trust lists, over TCP 80.
 *
 * It goes directly, and through no proxy that the sensors have; behind one, use `SensorConnectivityTest`. A status of 503 is also what
 * many a firewall or appliance answers with; `mdi-egress ping` tells them apart by the certificate.
 */
export class SensorConnectivityMonitor extends Construct {
  /** The connection monitor itself. */
  public readonly connectionMonitor: NetworkConnectionMonitor;

  constructor(scope: Construct, id: string, props: SensorConnectivityMonitorProps) {
    super(scope, id);
    const { workspace, machines, testFrequencySeconds: seconds } = props;
    checkMachines(this.node.path, machines);
    checkResourceArguments(this.node.path, props);
    if (props.name !== undefined) checkResourceName(this.node.path, 'network', props.name);
    checkResourceId('Network Watcher', props.networkWatcherId);
    if (props.outputWorkspaceResourceIds) checkResourceIds('Log Analytics workspace', 'outputWorkspaceResourceIds', props.outputWorkspaceResourceIds);
    if (seconds !== undefined && isKnownNumber(seconds) && !(Number.isInteger(seconds) && seconds >= 30 && seconds <= 1800)) throw refuse('test-frequency', seconds);
    const sensorHosts = [workspace.sensorApiHost, ...workspace.formerSensorApiHosts];
    const pkiHosts = [...new Set(PKI_LOCATIONS.map(({ host }) => host))];
    const sourceEndpoints = machines.map(({ name }) => name);
    this.connectionMonitor = new NetworkConnectionMonitor(this, 'Resource', {
      name: props.name ?? defaultName(this, 'cm'),
      location: props.location,
      networkWatcherId: props.networkWatcherId,
      endpoint: [...machines.map(sourceEndpoint), ...[...sensorHosts, ...pkiHosts].map(hostEndpoint)],
      testConfiguration: [
        {
          name: SENSOR_API,
          protocol: 'Http',
          testFrequencyInSeconds: seconds,
          httpConfiguration: { method: 'Get', port: HTTPS_PORT, preferHttps: true, path: PING_PATH, validStatusCodeRanges: ['200', '503'] },
        },
        { name: PKI, protocol: 'Tcp', testFrequencyInSeconds: seconds, tcpConfiguration: { port: HTTP_PORT } },
      ],
      testGroup: [
        { name: SENSOR_API, sourceEndpoints, destinationEndpoints: sensorHosts, testConfigurationNames: [SENSOR_API] },
        { name: PKI, sourceEndpoints, destinationEndpoints: pkiHosts, testConfigurationNames: [PKI] },
      ],
      notes: `Defender for Identity: sensor-api and ${PKI_LOCATIONS.map(({ requirement }) => requirement).join(', ')}`,
      outputWorkspaceResourceIds: props.outputWorkspaceResourceIds,
      tags: props.tags,
    });
  }
}

const SENSOR_API = 'sensor-api';
const PKI = 'pki';

function sourceEndpoint({ name, _kind: kind, _resourceId: targetResourceId }: SensorMachine): NetworkConnectionMonitorEndpoint {
  return { name, targetResourceId, targetResourceType: kind === 'virtual-machine' ? 'AzureVM' : 'AzureArcVM' };
}

function hostEndpoint(host: string): NetworkConnectionMonitorEndpoint {
  return { name: host, address: host, targetResourceType: 'ExternalAddress' };
}
