import { Unknown } from '../azure';
import { Attribute, Block, Reference, ResourceInstance, isAttributeList, isBlock, pathOf, placeOf } from './resource';
import { computedReference } from './traverse';
import { isOpen } from './values';

/**
 * A resource instance as other resources see it: what it says of itself, and a reference to what only Azure will say.
 *
 * @param unsetIsComputed whether an attribute that is not set may still get a value (so in a configuration; a plan knows)
 */
export class AppliedBlock implements Block {
  public readonly address: string;
  public readonly path: string;
  public readonly isPartial: boolean;

  public constructor(
    public readonly instance: ResourceInstance,
    private readonly unsetIsComputed: boolean,
    private readonly inner: Block = instance.attributes,
  ) {
    this.address = instance.address;
    this.path = inner.path;
    this.isPartial = unsetIsComputed;
  }

  public get(name: string): Attribute {
    if (this.path === '' && name === 'id') return this.computed('id');
    const value = this.inner.get(name);
    if (value === null) {
      if (!this.unsetIsComputed) return null;
      return this.onlyAddress(name) ?? this.computed(pathOf(this, name));
    }
    // The provider stores a region in one spelling, however it is written.
    if (this.unsetIsComputed && this.path === '' && name === 'location' && typeof value === 'string') return value.toLowerCase().replaceAll(' ', '');
    return this.applied(value, pathOf(this, name));
  }

  public names(): readonly string[] {
    return this.inner.names();
  }

  public isConfigured(name: string): boolean | undefined {
    return this.inner.isConfigured(name);
  }

  public referenceAt(name: string): Reference | undefined {
    return this.inner.referenceAt(name);
  }

  private applied(value: Attribute, path: string): Attribute {
    if (value instanceof Unknown) return value.isReference ? value : computedReference(this.instance, path, value.reason);
    if (isAttributeList(value)) {
      // How many there will be is not known.
      if (isOpen(value)) return computedReference(this.instance, path, value.find((element) => element instanceof Unknown)?.reason ?? `${this.address}.${path} is not known`);
      return value.map((element, index) => this.applied(element, `${path}[${index}]`));
    }
    return isBlock(value) ? new AppliedBlock(this.instance, this.unsetIsComputed, value) : value;
  }

  /** The address of a network interface with one configuration is that configuration's. */
  private onlyAddress(name: string): Attribute | undefined {
    if (this.instance.type !== 'azurerm_network_interface' || this.path !== '' || name !== 'private_ip_address') return undefined;
    const configurations = this.inner.get('ip_configuration');
    const only = isAttributeList(configurations) && configurations.length === 1 ? configurations[0] : configurations;
    const address = isBlock(only) ? only.get('private_ip_address') : null;
    return address ?? undefined;
  }

  private computed(path: string): Reference {
    return computedReference(this.instance, path, `${placeOf({ address: this.address, path: '' }, path)} is not known before apply`);
  }
}
