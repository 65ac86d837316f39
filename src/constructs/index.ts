export { FirewallTier, SensorApiMatch } from './firewall-options';
export { PkiEgress, PkiEgressOptions, PkiPorts } from './pki-egress';
export * from './sensor-egress';
export * from './sensor-firewall-rules';
export * from './sensor-network-security-group';
export * from './sensor-network-security-rules';
export { SensorSources } from './sensor-sources';
export { Cloud, SensorWorkspace, SensorWorkspaceOptions } from './sensor-workspace';
