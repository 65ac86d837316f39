import { addressLists, addressTextProblem, NSG_RULE_APPLICATION_SECURITY_GROUPS_MAXIMUM } from '../azure';
import { refuse } from './errors';
import { checkResourceId } from './resource-ids';
import { holdsListToken, isFilledByTerraform, isListToken } from './tokens';

/**
 * The machines with a sensor, as the source of rules: every domain controller, AD FS, AD CS and Entra Connect server that
 * has one.
 */
export class SensorSources {
  /**
   * Sensors by address. Prefixes that overlap are merged, since Azure refuses them in one rule; ranges become prefixes.
   *
   * Values that Terraform fills in are taken for IPv4. A whole list from Terraform is given as `...list`.
   *
   * @param prefixes addresses (`10.1.0.4`), prefixes (`10.1.0.0/28`) or ranges (`10.1.0.4-10.1.0.9`), IPv4 and IPv6, or tokens
   */
  public static addressPrefixes(...prefixes: string[]): SensorSources {
    checkCount('addressPrefixes', prefixes);
    if (isListToken(prefixes)) return new SensorSources({ kind: 'addresses', ipv4: prefixes, ipv6: [], known: false });
    const texts = prefixes.filter((prefix) => !isFilledByTerraform(prefix));
    const tokens = prefixes.filter(isFilledByTerraform);
    texts.forEach(checkAddress);
    const lists = addressLists(texts);
    return new SensorSources({
      kind: 'addresses',
      ipv4: [...lists.find((list) => list.family === 'ipv4')?.prefixes ?? [], ...tokens],
      ipv6: lists.find((list) => list.family === 'ipv6')?.prefixes ?? [],
      known: tokens.length === 0,
    });
  }

  /**
   * Sensors by the application security groups their network interfaces are in. For NSGs alone: Azure Firewall takes none.
   *
   * @param ids resource ids, or tokens; at most 10
   */
  public static applicationSecurityGroups(...ids: string[]): SensorSources {
    checkCount('applicationSecurityGroups', ids);
    ids.forEach((id) => checkUnlessList('Application security group', ids, id));
    if (ids.length > NSG_RULE_APPLICATION_SECURITY_GROUPS_MAXIMUM) {
      throw refuse('too-many-application-security-groups', ids.length, NSG_RULE_APPLICATION_SECURITY_GROUPS_MAXIMUM);
    }
    return new SensorSources({ kind: 'application-security-groups', ids });
  }

  /**
   * Sensors by IP groups that hold their addresses. For Azure Firewall alone: NSGs take none.
   *
   * A rule whose IP groups are empty is skipped by Azure Firewall.
   *
   * @param ids resource ids, or tokens
   */
  public static ipGroups(...ids: string[]): SensorSources {
    checkCount('ipGroups', ids);
    ids.forEach((id) => checkUnlessList('IP group', ids, id));
    return new SensorSources({ kind: 'ip-groups', ids });
  }

  /** @internal */
  public readonly _form: SensorSourcesForm;

  private constructor(form: SensorSourcesForm) {
    this._form = form;
  }
}

/** How the sensors are named. */
export type SensorSourcesForm =
  /** By address and family; `known` when no token is among them. */
  | { readonly kind: 'addresses'; readonly ipv4: readonly string[]; readonly ipv6: readonly string[]; readonly known: boolean }
  | { readonly kind: 'application-security-groups'; readonly ids: readonly string[] }
  | { readonly kind: 'ip-groups'; readonly ids: readonly string[] };

function checkCount(factory: string, texts: readonly string[]): void {
  if (texts.length === 0) throw refuse('no-sources', factory);
  if (!isListToken(texts) && holdsListToken(texts)) throw refuse('list-token-among-others', factory);
}

function checkAddress(text: string): void {
  const problem = addressTextProblem(text);
  if (!problem) return;
  // The provider takes `*` and service tags here; neither says which machines have a sensor.
  if (problem.code === 'not-an-address' && /^(\*|[A-Za-z][A-Za-z.]*)$/.test(text)) throw refuse('source-anything', text);
  throw refuse('source-address', text, problem.problem);
}

function checkUnlessList(kind: 'Application security group' | 'IP group', ids: readonly string[], id: string): void {
  if (!isListToken(ids)) checkResourceId(kind, id);
}
