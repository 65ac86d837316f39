export * from './errors';
export * from './explain';
export * from './explanation';
export * from './prove';
export * from './report';
