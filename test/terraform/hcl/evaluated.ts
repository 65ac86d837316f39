import { Unknown } from '../../../src/azure';
import { sortedNames } from '../../../src/terraform/comparison';
import { ConfigurationScope } from '../../../src/terraform/configuration-scope';
import { Effort } from '../../../src/terraform/effort';
import { evaluate } from '../../../src/terraform/evaluate';
import { parseExpression } from '../../../src/terraform/expression';
import { Attribute, isAttributeList, isBlock } from '../../../src/terraform/resource';
import { follow, traversalText } from '../../../src/terraform/traverse';
import { AttributeSet } from '../../../src/terraform/values';

/** What the language makes of an expression, as plain data: sets as `{ set: [...] }`, what is not known as its reason. */
export function evaluated(expression: string, variables: Readonly<Record<string, string>> = {}): unknown {
  const effort = new Effort();
  const scope: ConfigurationScope = new ConfigurationScope({
    resolve: (root, steps, place) => {
      const [first, ...rest] = steps;
      const known = root === 'var' && first?.kind === 'attribute' ? variables[first.name] : undefined;
      if (known === undefined) return Unknown.reference(traversalText(root, steps), `${traversalText(root, steps)} is not known`);
      return follow(evaluate(parseExpression(known), scope, place), rest, traversalText(root, steps), place);
    },
    instanceAt: () => undefined,
    passedOn: () => undefined,
  }, effort);
  return plain(evaluate(parseExpression(expression), scope, 'here'));
}

export function plain(value: Attribute): unknown {
  if (value instanceof Unknown) return value.reason;
  if (value instanceof AttributeSet) return { set: [...value].map(plain) };
  if (isAttributeList(value)) return value.map(plain);
  if (isBlock(value)) return Object.fromEntries(sortedNames(value).map((name) => [name, plain(value.get(name))]));
  return value;
}
