import { DataAzurermNetworkServiceTags } from '@cdktf/provider-azurerm/lib/data-azurerm-network-service-tags';
import { Construct } from 'constructs';
import { BUNDLED_CLOUDS, bundledServiceTags, minimalPrefixes, readServiceTagFile, SENSOR_SERVICE_TAG, ServiceTagSnapshot } from '../azure';
import { refuse } from './errors';

/** Options of a list of addresses pinned from a service tag file. */
export interface ServiceTagFileOptions {
  /**
   * Service tag to take the addresses of.
   *
   * @default "AzureAdvancedThreatProtection"
   */
  readonly tag?: string;
}

/** Where to ask Azure for the addresses of a service tag. */
export interface LiveServiceTagOptions {
  /** Azure region to ask, such as `westeurope`; the answer is for the whole cloud. */
  readonly location: string;
  /**
   * Service tag to take the addresses of, spelled as Microsoft spells it: the provider minds the case.
   *
   * @default "AzureAdvancedThreatProtection"
   */
  readonly tag?: string;
}

/**
 * The addresses of a service tag, for rules that cannot have the tag itself: a workspace in another cloud than the rules, or a
 * firewall that works with lists.
 *
 * IPv4 and IPv6 are kept apart, since Azure refuses both in one rule, and each list is the shortest there is, without overlaps.
 */
export class ServiceTagAddressList {
  /**
   * Addresses pinned from one of Microsoft's "Azure IP Ranges and Service Tags" files. They stay as they are until the file is
   * replaced: `mdi-egress service-tags check` tells when they are out of date.
   *
   * @param path the file, as Microsoft names it: `ServiceTags_Public_YYYYMMDD.json`
   * @param options the tag, where it is not the sensor's
   */
  public static fromFile(path: string, options: ServiceTagFileOptions = {}): ServiceTagAddressList {
    const snapshot = readServiceTagFile(path);
    const name = options.tag ?? SENSOR_SERVICE_TAG;
    const tag = snapshot.find(name);
    const state = snapshot.states(name).at(-1);
    if (!tag || !state) throw refuse('unknown-tag-in-file', path, name, snapshot.cloud);
    return new ServiceTagAddressList(tag.name, {
      kind: 'pinned', ...minimalPrefixes(state.addressPrefixes), cloud: snapshot.cloud, date: snapshot.date, snapshot,
      changeNumber: state.changeNumber,
    });
  }

  /**
   * Addresses as Azure itself has them when Terraform plans, in the cloud that the provider works in.
   *
   * @param scope construct to put the data source into
   * @param id names the data source in it
   * @param options where to ask
   */
  public static live(scope: Construct, id: string, options: LiveServiceTagOptions): ServiceTagAddressList {
    const tag = options.tag ?? SENSOR_SERVICE_TAG;
    const data = new DataAzurermNetworkServiceTags(scope, id, { location: options.location, service: tag });
    return new ServiceTagAddressList(tag, { kind: 'live', ipv4: data.ipv4Cidrs, ipv6: data.ipv6Cidrs });
  }

  /** Service tag whose addresses these are. */
  public readonly tag: string;
  /** IPv4 prefixes; a list token where Azure is asked. */
  public readonly ipv4Prefixes: string[];
  /** IPv6 prefixes; a list token where Azure is asked. */
  public readonly ipv6Prefixes: string[];
  /** Cloud of the file, such as `Public` or `AzureGovernment`; absent where Azure is asked. */
  public readonly fileCloud?: string;
  /** Date of the file, such as `2025-10-28`; absent where Azure is asked or the file's name does not carry it. */
  public readonly fileDate?: string;
  /** Change number of the tag in the file; absent where Azure is asked or the file does not say. */
  public readonly changeNumber?: number;

  /** @internal */
  public readonly _form: ServiceTagAddressListForm;

  private constructor(tag: string, form: ServiceTagAddressListForm) {
    this.tag = tag;
    this._form = form;
    this.ipv4Prefixes = [...form.ipv4];
    this.ipv6Prefixes = [...form.ipv6];
    if (form.kind === 'live') return;
    this.fileCloud = form.cloud;
    this.fileDate = form.date === '' ? undefined : form.date;
    this.changeNumber = form.changeNumber;
  }

  /**
   * Whether the list has addresses of a family. What Azure lists is taken to be like what Microsoft publishes: a rule with a list
   * that turns out to be empty is refused when it is applied.
   *
   * @internal
   */
  public _has(family: 'ipv4' | 'ipv6'): boolean {
    if (this._form.kind === 'pinned') return this._form[family].length > 0;
    const published = BUNDLED_CLOUDS.flatMap((cloud) => bundledServiceTags(cloud).find(this.tag) ?? []).filter(({ relation }) => relation === 'exact');
    return published.length === 0 || published.some(({ addresses }) => !addresses[family].isEmpty);
  }

  /**
   * What the list is, for descriptions and tags, such as `AzureAdvancedThreatProtection of 2025-10-28, change 36`.
   *
   * @internal
   */
  public get _pin(): string {
    if (this._form.kind === 'live') return `${this.tag} as Azure lists it`;
    const parts = [`${this.tag}${this.fileDate === undefined ? '' : ` of ${this.fileDate}`}`, ...this.changeNumber === undefined ? [] : [`change ${this.changeNumber}`]];
    return parts.join(', ');
  }
}

/** Where the addresses come from. */
export type ServiceTagAddressListForm =
  | {
    readonly kind: 'pinned'; readonly ipv4: readonly string[]; readonly ipv6: readonly string[]; readonly cloud: string; readonly date: string;
    readonly changeNumber?: number; readonly snapshot: ServiceTagSnapshot;
  }
  /** Two list tokens. */
  | { readonly kind: 'live'; readonly ipv4: readonly string[]; readonly ipv6: readonly string[] };
