import { refuse } from './errors';
import { SensorWorkspace } from './sensor-workspace';
import { ServiceTagAddressList } from './service-tag-address-list';

/** Refuses a list pinned from the file of a cloud that the workspace is not in: none of its addresses are the workspace's. */
export function checkSensorApiAddresses(path: string, list: ServiceTagAddressList, workspace: SensorWorkspace): void {
  const { _form: form, _pin: pin } = list;
  const { cloud, _azureCloud: azureCloud } = workspace;
  if (form.kind === 'pinned' && form.cloud !== azureCloud) throw refuse('list-of-other-cloud', path, pin, form.cloud, cloud, azureCloud);
}
