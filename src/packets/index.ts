export * from './address';
export * from './budget';
export { uncovered } from './cover';
export { DecisionTable } from './decision-table';
export * from './first-match';
export * from './interval-set';
export * from './region';
export * from './rule-table';
export * from './space';
