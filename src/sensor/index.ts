export { decodeSettings, encodeSettings, FLAG_AUTO_DETECT, FLAG_DIRECT, FLAG_MANUAL_PROXY, FLAG_SCRIPT, USUAL_TRAILER } from './connection-settings';
export type { ConnectionSettings, DamagedSettings } from './connection-settings';
export { SensorRegistryError } from './errors';
export { readRegistryFile } from './registry-file';
export { checkRegistryProxy } from './registry-proxy';
export type { RegistryFinding, RegistryReport } from './registry-proxy';
