import { all, idOf, JSON_TEXT, matching, NOT_EMPTY, TAGS, without } from './check';
import { LOCATION, ResourceChecks } from './resource-checks';

const HTTPS_URL = matching(/^https:\/\/[^/\s]+/, { takes: ['https://st.blob.core.windows.net/c/b'], refuses: ['', 'http://st.blob.core.windows.net/c/b', 'https://'] });

export const MACHINE_RESOURCES: Readonly<Record<string, ResourceChecks>> = {
  azurerm_arc_machine_extension: {
    source: 'internal/services/hybridcompute/arc_machine_extension_resource.go',
    values: {
      location: LOCATION,
      tags: TAGS,
      name: all(NOT_EMPTY, without('/')),
      arc_machine_id: idOf('Microsoft.HybridCompute/machines/<>'),
      force_update_tag: NOT_EMPTY,
      protected_settings: JSON_TEXT,
      publisher: NOT_EMPTY,
      settings: JSON_TEXT,
      type: NOT_EMPTY,
      type_handler_version: NOT_EMPTY,
    },
  },
  azurerm_virtual_machine_run_command: {
    source: 'internal/services/compute/virtual_machine_run_command_resource.go',
    values: {
      'location': LOCATION,
      'tags': TAGS,
      'name': matching(/^(?=.{1,80}$)[a-zA-Z0-9](?:[a-zA-Z0-9._-]*\w)?$/, {
        takes: ['run-dc1', 'r', 'x'.repeat(80)], refuses: ['', '-run', 'run-', 'r n', 'x'.repeat(81)],
      }),
      'virtual_machine_id': idOf('Microsoft.Compute/virtualMachines/<>'),
      'source.command_id': NOT_EMPTY,
      'source.script': NOT_EMPTY,
      'source.script_uri': HTTPS_URL,
      'error_blob_uri': HTTPS_URL,
      'output_blob_uri': HTTPS_URL,
      'parameter.name': NOT_EMPTY,
      'parameter.value': NOT_EMPTY,
      'protected_parameter.name': NOT_EMPTY,
      'protected_parameter.value': NOT_EMPTY,
      'run_as_password': NOT_EMPTY,
      'run_as_user': NOT_EMPTY,
    },
    together: [{ kind: 'exactly one of', of: ['command_id', 'script', 'script_uri'], block: 'source' }],
  },
};
