export * from './allow-list';
export * from './documented-traffic';
export * from './endpoint';
export * from './errors';
export * from './sensor-addresses';
export * from './squid';
