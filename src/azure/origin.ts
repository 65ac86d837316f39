import { Maybe } from './unknown';

/** Where something stands in the input. */
export interface Origin {
  /** Terraform address with instance key, such as `module.net.azurerm_network_security_rule.this["allow"]`. */
  readonly address: string;
  /** Path of the construct that emitted it, such as `stack/nsg/deny`, where the input says. */
  readonly construct?: string;
}

/**
 * A link to another resource: the `id` of something in the estate, the ARM id of something outside the input, or unknown.
 */
export type Link = Maybe<string>;
