import { TerraformStack, Testing } from 'cdktf';
import { ExistingNsg } from '../../examples/existing-nsg/main';
import { ExplicitAddresses } from '../../examples/explicit-addresses/main';
import { ExplicitProxy } from '../../examples/explicit-proxy/main';
import { HubAndSpoke } from '../../examples/hub-and-spoke/main';
import { NsgOnly } from '../../examples/nsg-only/main';
import { PremiumPolicy } from '../../examples/premium-policy/main';
import { ProxyForCertificateLists } from '../../examples/proxy/main';
import { SensorVersions } from '../../examples/sensor-versions/main';
import { SensorsBehindProxy } from '../../examples/sensors-behind-proxy/main';

/** Every shipped example by the name of its folder, made anew at each call. */
export const EXAMPLES: Readonly<Record<string, () => TerraformStack>> = {
  'hub-and-spoke': () => new HubAndSpoke(Testing.app(), 'hub-and-spoke'),
  'nsg-only': () => new NsgOnly(Testing.app(), 'nsg-only'),
  'existing-nsg': () => new ExistingNsg(Testing.app(), 'existing-nsg'),
  'premium-policy': () => new PremiumPolicy(Testing.app(), 'premium-policy'),
  'explicit-addresses': () => new ExplicitAddresses(Testing.app(), 'explicit-addresses'),
  'proxy': () => new ProxyForCertificateLists(Testing.app(), 'proxy'),
  'sensor-versions': () => new SensorVersions(Testing.app(), 'sensor-versions'),
  'sensors-behind-proxy': () => new SensorsBehindProxy(Testing.app(), 'sensors-behind-proxy'),
  'explicit-proxy': () => new ExplicitProxy(Testing.app(), 'explicit-proxy'),
};

/** Version of the sensors of those examples that have not version 2 alone. */
export const SENSOR_VERSIONS: Readonly<Record<string, string>> = { 'sensor-versions': 'both' };
