import { programIn } from './program';

/*
 * What a worker process starts.
 */

programIn(__dirname).serveEstates();
