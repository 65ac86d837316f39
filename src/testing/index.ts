import { SensorEgressExpectation, sensorEgressMatchers } from './matcher';

/*
 * `import 'cdktf-mdi-egress/lib/testing';` in a test, or in jest's `setupFilesAfterEnv`, adds the matchers to `expect`.
 * Where there is no global `expect`, hand `sensorEgressMatchers` to `expect.extend` yourself.
 */

export * from './matcher';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // The type parameters must be those of @types/jest for the declarations to merge.
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
    interface Matchers<R, T = {}> {
      /**
       * Passes when what sensors of Microsoft Defender for Identity need is permitted for certain; with `.not`, when it is
       * denied for certain. Unknown passes neither way.
       */
      toPermitSensorEgress(expectation: SensorEgressExpectation): R;
    }
  }
}

interface Extendable {
  extend(matchers: typeof sensorEgressMatchers): void;
}

const { expect: globalExpect } = globalThis as { readonly expect?: Partial<Extendable> };
if (typeof globalExpect?.extend === 'function') globalExpect.extend(sensorEgressMatchers);
