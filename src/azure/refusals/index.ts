export { asApplied } from './as-applied';
export { refusedResource } from './refused-resource';
