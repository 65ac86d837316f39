export * from './diff';
export * from './report';
