export { parseExpression, parseTemplate } from './parser';
export * from './syntax';
