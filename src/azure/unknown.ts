/**
 * A value that the input does not say: not known before apply, computed, sensitive, or beyond what a reader understands.
 *
 * An unknown is a value in its own right, never a blank: rules that carry one decide nothing for certain where it
 * matters, and everything else as usual.
 */
export class Unknown {
  /**
   * The unknown value that a pure reference stands for, such as `${azurerm_network_interface.dc1.private_ip_address}`:
   * wherever the same reference is written, the same value will be there.
   *
   * @param expression the reference without `${}`, instance keys included
   * @param reason which attribute is unknown and why; ends up in reports, so it names the place in the input
   */
  public static reference(expression: string, reason: string): Unknown {
    return new Unknown(`reference ${expression}`, reason, true);
  }

  /**
   * An unknown value that is known by its place alone.
   *
   * @param place address and attribute path in the input, such as `azurerm_ip_group.dc.cidrs[1]`; unique in the input
   * @param why what keeps it from being known, such as `is not known before apply`
   */
  public static at(place: string, why: string): Unknown {
    return new Unknown(`place ${place}`, `${place} ${why}`, false);
  }

  private constructor(
    /** Identity: two unknowns with one key are one value. */
    public readonly key: string,
    /** One clause for people: which attribute of the input, and why it is not known. */
    public readonly reason: string,
    /** Whether the key is a reference, so that equal keys elsewhere in the input are the same value. */
    public readonly isReference: boolean,
  ) {}

  /** The same value with another reason. */
  public because(reason: string): Unknown {
    return new Unknown(this.key, reason, this.isReference);
  }
}

/** A value, or the fact that the input does not say it. */
export type Maybe<T> = T | Unknown;

export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown;
}

export function isKnown<T>(value: Maybe<T>): value is T {
  return !(value instanceof Unknown);
}
