/** Tier (SKU) of a firewall policy: what its rules can tell apart. */
export enum FirewallTier {
  /** Hosts, no URLs. */
  BASIC = 'Basic',
  /** Hosts, no URLs. */
  STANDARD = 'Standard',
  /** Hosts, and URLs over HTTP without TLS inspection. */
  PREMIUM = 'Premium',
}

/** How the firewall recognises traffic to the sensor API. */
export enum SensorApiMatch {
  /** By the addresses of the service tag, in a network rule: every workspace's sensor API. */
  SERVICE_TAG = 'service-tag',
  /** By the workspace's own host name, in an application rule: no other workspace's. */
  HOST = 'host',
}
