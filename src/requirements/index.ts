export * from './catalogue';
export * from './clouds';
export * from './errors';
export * from './ping-path';
export * from './pki-locations';
export * from './requirement';
export * from './workspace-name';
