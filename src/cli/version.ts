export { toolVersion as version } from '../report';
