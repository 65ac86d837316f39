import { join } from 'node:path';
import { programIn } from './program';

/*
 * What users start: it hands over to the program beside it.
 */

programIn(__dirname).run(join(__dirname, 'worker.js'));
