import { Estate, Notes, Unknown } from '../azure';
import { estateOf, readingOf } from './estate';
import { agreedCloud } from './hosting-cloud';
import { Attribute, Block, Reference, ResourceInstance, isAttributeList, isBlock } from './resource';
import { computedReference } from './traverse';

/**
 * Several estates as one: their resources are read again together, so that what one input only names (by ARM id, or by name
 * and resource group) is found in another.
 *
 * Where two inputs use one address, each gets the name of its input in front: they are not the same thing. Unknown values
 * are never the same across inputs.
 */
export function mergeEstates(estates: readonly Estate[]): Estate {
  const only = estates[0];
  if (only !== undefined && estates.length === 1) return only;
  const readings = estates.map(readingOf);
  const sources = distinct(readings.map(({ source }) => source));
  const occurrences = new Map<string, number>();
  for (const { resources } of readings) {
    for (const { address } of resources) occurrences.set(address, (occurrences.get(address) ?? 0) + 1);
  }
  const merged = new Notes();
  const all = readings.flatMap(({ resources, notes }, index) => {
    const prefix = `${sources[index]}: `;
    const rename = (address: string) => ((occurrences.get(address) ?? 0) > 1 ? prefix + address : address);
    for (const finding of notes.findings) merged.find({ ...finding, address: rename(finding.address) });
    for (const assumption of notes.assumptions) merged.assume(assumption);
    return new Qualifier(prefix, rename).instances(resources);
  });
  return estateOf(all, merged, sources.join(', '), agreedCloud(readings.map(({ hostingCloud }) => hostingCloud)));
}

/** Names that are all different: a name that comes twice gets its place behind it. */
function distinct(names: readonly string[]): readonly string[] {
  return names.map((name, index) => (names.indexOf(name) === names.lastIndexOf(name) && name !== '' ? name : `${name === '' ? 'input' : name} ${index + 1}`));
}

/** Sees the resources of one input under names that are unique among several inputs. */
class Qualifier {
  private readonly renamed = new Map<ResourceInstance, ResourceInstance>();

  public constructor(private readonly prefix: string, private readonly rename: (address: string) => string) {}

  public instances(instances: readonly ResourceInstance[]): readonly ResourceInstance[] {
    return instances.map((instance) => this.instance(instance));
  }

  public value(value: Attribute): Attribute {
    if (value instanceof Unknown) return this.unknown(value);
    if (value instanceof Reference) return this.reference(value);
    if (isAttributeList(value)) return value.map((element) => this.value(element));
    return isBlock(value) ? new QualifiedBlock(value, this, this.rename(value.address)) : value;
  }

  public reference(reference: Reference): Reference {
    const target = this.instance(reference.target);
    return reference.unknown.isReference
      ? computedReference(target, reference.attribute, reference.unknown.reason)
      : new Reference(target, reference.attribute, this.unknown(reference.unknown));
  }

  private instance(instance: ResourceInstance): ResourceInstance {
    const known = this.renamed.get(instance);
    if (known !== undefined) return known;
    const address = this.rename(instance.address);
    const renamed: ResourceInstance = {
      ...instance,
      address,
      attributes: new QualifiedBlock(instance.attributes, this, address),
      ...(instance.uncertain === undefined ? {} : { uncertain: this.unknown(instance.uncertain) }),
      ...(instance.extendable === undefined ? {} : { extendable: this.unknown(instance.extendable) }),
    };
    this.renamed.set(instance, renamed);
    return renamed;
  }

  private unknown(value: Unknown): Unknown {
    if (value.isReference) return Unknown.reference(this.prefix + value.key.replace(/^reference /, ''), value.reason);
    const place = value.key.replace(/^place /, '');
    return Unknown.at(this.prefix + place, value.reason.startsWith(`${place} `) ? value.reason.slice(place.length + 1) : `: ${value.reason}`);
  }
}

class QualifiedBlock implements Block {
  public readonly path: string;

  public constructor(private readonly inner: Block, private readonly qualifier: Qualifier, public readonly address: string) {
    this.path = inner.path;
  }

  public get(name: string): Attribute {
    return this.qualifier.value(this.inner.get(name));
  }

  public names(): readonly string[] {
    return this.inner.names();
  }

  public isConfigured(name: string): boolean | undefined {
    return this.inner.isConfigured(name);
  }

  public referenceAt(name: string): Reference | undefined {
    const reference = this.inner.referenceAt(name);
    return reference && this.qualifier.reference(reference);
  }
}
