export * from './constructs';
export * from './harness/sensor-egress-proof';
