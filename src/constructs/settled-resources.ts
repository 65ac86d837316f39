import { FirewallPolicyRuleCollectionGroup } from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { NetworkSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-rule';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { IResolvable, IResolveContext, TerraformElement, TerraformStack } from 'cdktf';
import { resolveTokens } from './tokens';

/*
 * The resources of this library, made so that a synth does not look at every rule three times: cdktf walks through what each
 * resource emits when it prepares a stack, when it resolves the resource and when it resolves the stack, value by value. These
 * hold next to no tokens. What is written is the same, and so are overrides and everything else that people do to a resource.
 */

/** A network security group whose rules are resolved at one go. */
export class SettledNetworkSecurityGroup extends NetworkSecurityGroup {
  public override toTerraform(): object {
    return settled(this, super.toTerraform() as Fragment);
  }
}

/** A network security rule that is resolved at one go. */
export class SettledNetworkSecurityRule extends NetworkSecurityRule {
  public override toTerraform(): object {
    return settled(this, super.toTerraform() as Fragment);
  }
}

/** A rule collection group whose rules are resolved at one go. */
export class SettledRuleCollectionGroup extends FirewallPolicyRuleCollectionGroup {
  public override toTerraform(): object {
    return settled(this, super.toTerraform() as Fragment);
  }
}

/** An association of a subnet that is resolved at one go. */
export class SettledSubnetAssociation extends SubnetNetworkSecurityGroupAssociation {
  public override toTerraform(): object {
    return settled(this, super.toTerraform() as Fragment);
  }
}

/** The attributes themselves, whichever form they are in. */
export function unsettled(attributes: unknown): unknown {
  return attributes instanceof SettledAttributes ? attributes.attributes : attributes;
}

/** What a resource emits: its attributes by type and name, and perhaps blocks that move or import it. */
interface Fragment {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

function settled(resource: TerraformElement, fragment: Fragment): object {
  if (fragment.resource === undefined) return fragment;
  const isMerged = isMergedInto(resource);
  const byType = Object.entries(fragment.resource).map(([type, byName]) => (
    [type, Object.fromEntries(Object.entries(byName).map(([name, attributes]) => [name, new SettledAttributes(attributes, isMerged)]))]
  ));
  return { ...fragment, resource: Object.fromEntries(byType) as object };
}

/** Whether cdktf may merge something into what the resource emits, for which it has to see what that is: overrides of the stack, or a namesake. */
function isMergedInto(resource: TerraformElement): boolean {
  return hasOverrides(resource.cdktfStack) || Reflect.get(resource, '_logicalIdOverride') !== undefined;
}

/** `addOverride` changes what is written beyond what attributes and elements say. Where cdktf keeps that is its own affair: if in doubt, yes. */
export function hasOverrides(element: TerraformElement | TerraformStack): boolean {
  const overrides: unknown = Reflect.get(element, 'rawOverrides');
  return typeof overrides !== 'object' || overrides === null || Object.keys(overrides).length > 0;
}

/** Attributes in a form that cdktf asks for their value. */
class SettledAttributes implements IResolvable {
  public readonly creationStack: string[] = [];

  /** @param isMerged whether something may be merged into their value before it is resolved a second time */
  constructor(public readonly attributes: object, private readonly isMerged: boolean) {}

  public resolve(context: IResolveContext): unknown {
    const finished = resolveTokens(this.attributes, (part) => context.resolve(part) as unknown) as object;
    return taken(context, context.preparing || this.isMerged ? finished : settledForGood(finished));
  }

  public toString(): string {
    return '<attributes>';
  }
}

/**
 * The same value, and one that cdktf asks for it: of what a stack emits it resolves everything once more, in which these have no part
 * any more. To everybody else it looks like the value.
 */
function settledForGood(finished: object): object {
  return Object.defineProperty({ ...finished }, 'resolve', { value: (context: IResolveContext) => taken(context, finished) });
}

/** A value that is returned is walked through after all; what a post-processor gives is taken as it is. */
function taken(context: IResolveContext, value: object): null {
  context.registerPostProcessor({ postProcess: () => value });
  return null;
}
