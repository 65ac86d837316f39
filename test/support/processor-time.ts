/**
 * Seconds of processor time that something takes. Against the clock a test would fail on a machine that is busy with other things.
 */
export function processorSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
