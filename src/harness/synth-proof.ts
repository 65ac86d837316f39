/*
 * What the validation at synth needs of this room, and no more: every file costs each synth some tenths of a millisecond.
 */
export { isUsageProblem } from './errors';
export { violationsOf } from './violations';
