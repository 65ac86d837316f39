import { SensorMachine } from '../../src/constructs';

const GROUP = '/subscriptions/0/resourceGroups/rg-identity/providers';

export const VIRTUAL_MACHINE_ID = `${GROUP}/Microsoft.Compute/virtualMachines/dc1`;
export const ARC_SERVER_ID = `${GROUP}/Microsoft.HybridCompute/machines/dc2`;

/** One machine of each kind. */
export const VIRTUAL_MACHINE = SensorMachine.virtualMachine('dc1', { resourceId: VIRTUAL_MACHINE_ID, location: 'westeurope' });
export const ARC_SERVER = SensorMachine.arcServer('dc2', { resourceId: ARC_SERVER_ID, location: 'northeurope' });
