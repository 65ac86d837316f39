import { Finding } from '../azure';
import { Verdict } from '../proof';

/** One sign for each verdict, told apart by shape and not by colour alone. */
export const SYMBOL_OF_VERDICT: Readonly<Record<Verdict, string>> = { satisfied: '✅', violated: '❌', unknown: '❔' };

/** One sign for each level of a finding. */
export const SYMBOL_OF_LEVEL: Readonly<Record<Finding['level'], string>> = { error: '⛔', warning: '⚠️', note: 'ℹ️' };
