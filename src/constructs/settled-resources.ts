import { FirewallPolicyRuleCollectionGroup } from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { NetworkSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-rule';
import { IResolvable, IResolveContext } from 'cdktf';
import { resolveTokens } from './tokens';

/*
 * The resources that hold rules, made so that a synth does not look at every rule three times: cdktf walks through what each
 * resource emits when it prepares a stack, when it resolves the resource and when it resolves the stack, value by value. Rules
 * hold next to no tokens. What is written is the same, and so are overrides and everything else that people do to a resource.
 */

/** A network security group whose rules are resolved at one go. */
export class SettledNetworkSecurityGroup extends NetworkSecurityGroup {
  public override toTerraform(): object {
    return settled(super.toTerraform() as Fragment);
  }
}

/** A network security rule that is resolved at one go. */
export class SettledNetworkSecurityRule extends NetworkSecurityRule {
  public override toTerraform(): object {
    return settled(super.toTerraform() as Fragment);
  }
}

/** A rule collection group whose rules are resolved at one go. */
export class SettledRuleCollectionGroup extends FirewallPolicyRuleCollectionGroup {
  public override toTerraform(): object {
    return settled(super.toTerraform() as Fragment);
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

function settled(fragment: Fragment): object {
  const { resource } = fragment;
  if (resource === undefined) return fragment;
  const byType = Object.entries(resource).map(([type, byName]) => (
    [type, Object.fromEntries(Object.entries(byName).map(([name, attributes]) => [name, new SettledAttributes(attributes)]))]
  ));
  return { ...fragment, resource: Object.fromEntries(byType) as object };
}

/** Attributes in a form that cdktf asks for their value. */
class SettledAttributes implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(public readonly attributes: object) {}

  public resolve(context: IResolveContext): unknown {
    const finished = resolveTokens(this.attributes, (part) => context.resolve(part) as unknown);
    // A value that is returned is walked through after all; what a post-processor gives is taken as it is.
    context.registerPostProcessor({ postProcess: () => finished });
    return null;
  }

  public toString(): string {
    return '<attributes>';
  }
}
