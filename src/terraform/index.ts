export { estateOf } from './estate';
export { readText } from './input';
export type { Input, InputKind } from './input';
export { InputError } from './input-error';
export type { InputErrorCode } from './input-error';
export { mergeEstates } from './merge';
export { Notes } from './notes';
export { readInput } from './read-input';
export * from './resource';
