import { programIn } from './program';

/*
 * What a worker thread starts.
 */

programIn(__dirname).serveEstates();
