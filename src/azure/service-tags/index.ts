export * from './bundled';
export * from './changes';
export * from './errors';
export * from './file';
export * from './hosting-cloud';
export { minimalPrefixes, prefixBounds, prefixSet } from './prefix-sets';
export * from './read-file';
export * from './service-tag';
export * from './tag-names';
