export { estateOf } from './estate';
export { Input, InputKind, readText } from './input';
export { InputError, InputErrorCode } from './input-error';
export { mergeEstates } from './merge';
export { Notes } from './notes';
export { readInput } from './read-input';
export * from './resource';
