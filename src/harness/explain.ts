import { ServiceTagSnapshot } from '../azure';
import { explain as explainEstate, Explanation } from '../proof';
import { Input, mergeEstates } from '../terraform';
import { HarnessError } from './errors';

/** Traffic to explain. */
export interface ExplainQuestion {
  /** Source address. */
  readonly from: string;
  /** Destination: host name or address. */
  readonly to: string;
  /** Destination port; every port by default. */
  readonly port?: number;
  readonly protocol: 'tcp' | 'udp';
  /** Instead of the bundled snapshot of its cloud. */
  readonly serviceTags?: ServiceTagSnapshot;
}

/**
 * What happens to traffic in inputs taken together.
 *
 * @throws an error that `isUsageProblem` knows when the question cannot be answered as it was put
 */
export function explain(inputs: readonly Input[], question: ExplainQuestion): Explanation {
  if (inputs.length === 0) throw new HarnessError('no-input');
  const estate = inputs.length === 1 ? inputs[0].estate : mergeEstates(inputs.map((input) => input.estate));
  const answer = explainEstate(estate, question);
  return { ...answer, inputs: inputs.map(({ path, kind }) => ({ path, kind })) };
}
