import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseServiceTagFile, ServiceTagSnapshot } from '../../src/azure';

const FOLDER = join(__dirname, '..', 'fixtures', 'service-tags');

/** Extracts of Microsoft's files: the tags of the sensors and a few others, unchanged. */
export const EXTRACTS = {
  Public: 'ServiceTags_Public_20251028.json',
  AzureGovernment: 'ServiceTags_AzureGovernment_20260720.json',
  China: 'ServiceTags_China_20260720.json',
} as const;

export function extractPath(cloud: keyof typeof EXTRACTS): string {
  return join(FOLDER, EXTRACTS[cloud]);
}

export function extractText(cloud: keyof typeof EXTRACTS): string {
  return readFileSync(extractPath(cloud), 'utf8');
}

export function extract(cloud: keyof typeof EXTRACTS): ServiceTagSnapshot {
  return parseServiceTagFile(extractText(cloud), EXTRACTS[cloud]);
}

export interface WeeklyState {
  readonly date: string;
  /** Not known of the newest state. */
  readonly fileChangeNumber: number | null;
  readonly tagChangeNumber: number;
  readonly addressPrefixes: readonly string[];
}

let history: Readonly<Record<string, readonly WeeklyState[]>> | undefined;

/** The sensor's tag in every weekly file that was found, oldest first. */
export function weeklyStates(cloud: 'Public' | 'AzureGovernment'): readonly WeeklyState[] {
  history ??= (JSON.parse(readFileSync(join(FOLDER, 'aatp-history.json'), 'utf8')) as { clouds: typeof history }).clouds;
  return history![cloud];
}

/** A file of Microsoft's shape with the sensor's tag as it was in a week. */
export function fileOfWeek(cloud: string, state: WeeklyState): string {
  const { addressPrefixes, fileChangeNumber, tagChangeNumber } = state;
  return serviceTagFile({ AzureAdvancedThreatProtection: addressPrefixes }, { cloud, changeNumber: fileChangeNumber, tagChangeNumber });
}

/** A file of Microsoft's shape with tags of one's own. */
export function serviceTagFile(
  tags: Readonly<Record<string, readonly string[]>>, { cloud = 'Public', changeNumber = 1, tagChangeNumber = 1 }: { cloud?: string; changeNumber?: number | null; tagChangeNumber?: number } = {},
): string {
  return JSON.stringify({
    changeNumber,
    cloud,
    values: Object.entries(tags).map(([name, addressPrefixes]) => ({
      name,
      id: name,
      properties: {
        changeNumber: tagChangeNumber, region: '', regionId: 0, platform: 'Azure', systemService: name, addressPrefixes, networkFeatures: ['API', 'NSG', 'UDR', 'FW'],
      },
    })),
  });
}
