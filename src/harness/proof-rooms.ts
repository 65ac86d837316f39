/*
 * What the proof for use in code is made of.
 */
export { readServiceTagFile } from '../azure';
export { details, failureText, renderReport } from '../report';
export { readText } from '../terraform';
export { readInputs } from './inputs';
export { verify } from './verify';
export { SYNTHESIZED } from './violations';
