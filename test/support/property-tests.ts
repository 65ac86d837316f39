import * as fc from 'fast-check';

/*
 * What holds for every property test. Without it a list that may have 140 entries has a dozen, and what happens beyond 32 is not tested.
 */
fc.configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true });
