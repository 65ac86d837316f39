export * from './findings';
export * from './acknowledge';
