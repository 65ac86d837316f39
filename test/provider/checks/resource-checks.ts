import { Check, matching, NOT_EMPTY, TAGS } from './check';

/*
 * What is checked of a resource type or data source, as data.
 */

export interface ResourceChecks {
  /** File in the provider's repository that the checks were read from. */
  readonly source: string;
  /** Checks by the path of the attribute, such as `endpoint.address`; each is made in every block and of every element on the way. */
  readonly values: Readonly<Record<string, Check | readonly Check[]>>;
  readonly together?: readonly Together[];
  /** What the provider says when Terraform plans (`CustomizeDiff`), and not before. */
  readonly planned?: readonly Planned[];
}

/** Attributes that are looked at together. Unknown ones may be what is missing, and never too many. */
export interface Together {
  readonly kind: 'exactly one of' | 'at most one of';
  readonly of: readonly string[];
  /** Path of the block that they are in. @default - the resource itself */
  readonly block?: string;
}

/** Refused if all these attributes have these values, `null` standing for an attribute that is left out. */
export interface Planned {
  readonly says: string;
  readonly refused: Readonly<Record<string, readonly (string | boolean | null)[]>>;
}

// hashicorp/go-azure-helpers: resourcemanager/resourcegroups/validate.go, resourcemanager/location/validation.go, resourcemanager/tags/validate.go.
export const RESOURCE_GROUP_NAME = matching(/^(?=.{1,90}$)[-\w._()]*[-\w_()]$/, {
  takes: ['rg', 'r', '(r.g)-_', 'x'.repeat(90)],
  refuses: ['', 'rg.', 'r g', 'r/g', 'gr\u00fcn', 'x'.repeat(91)],
});
/** Without credentials, as when Terraform validates, the provider has no list of regions to look it up in. */
export const LOCATION = NOT_EMPTY;

export const IN_GROUP = { resource_group_name: RESOURCE_GROUP_NAME };
export const LOCATED = { ...IN_GROUP, location: LOCATION, tags: TAGS };
