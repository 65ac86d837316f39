import { FIREWALL_DATA_SOURCES, FIREWALL_RESOURCES } from './firewall';
import { MACHINE_RESOURCES } from './machines';
import { NETWORK_DATA_SOURCES, NETWORK_RESOURCES } from './network';
import { LOCATION, ResourceChecks } from './resource-checks';

/*
 * The checks that the azurerm provider makes of values when Terraform validates, of the resource types and data sources in the extract of its
 * schema: which attribute, which kind of check, from which file of hashicorp/terraform-provider-azurerm (4.55, and files of the releases beside it
 * where that one's is not at hand). Facts, not code: the real provider has the last word, in the workflow `terraform-validate`.
 */

export type Mode = 'resource' | 'data';

export const CHECKS: Readonly<Record<Mode, Readonly<Record<string, ResourceChecks>>>> = {
  resource: { ...NETWORK_RESOURCES, ...FIREWALL_RESOURCES, ...MACHINE_RESOURCES },
  data: {
    ...NETWORK_DATA_SOURCES,
    ...FIREWALL_DATA_SOURCES,
    azurerm_network_service_tags: { source: 'internal/services/network/network_service_tags_data_source.go', values: { location: LOCATION } },
  },
};
