import { subtract } from './certainty';
import { bySize, fewest, hull } from './merge-regions';
import { PacketWords } from './packet-words';
import { PacketSet } from './report';
import { Axis, Budget, Region } from '../../packets';

/** Regions up to which an exception may be the better way to tell them. */
const MOST_TO_INVERT = 60;

/** Nobody reads more; what is left out is counted. */
const MOST_TOLD = 50;

/** Packets in words, largest first. */
export interface Told {
  readonly packets: readonly PacketSet[];
  /** Smaller regions that are not told one by one. */
  readonly leftOut: number;
}

/** The packets of some regions in few words: as products, or as one product with exceptions where that is no longer. */
export function tellRegions(regions: readonly Region[], axes: readonly Axis[], words: PacketWords, budget: Budget): Told {
  const few = fewest(regions, axes).sort(bySize(axes));
  if (few.length > 2 && few.length <= MOST_TO_INVERT) {
    const whole = hull(few, axes);
    const gaps = fewest(subtract([whole], few, budget), axes).sort(bySize(axes));
    if (gaps.length < few.length) return { packets: [{ ...words.tell(whole), except: gaps.map((gap) => words.tell(gap)) }], leftOut: 0 };
  }
  return { packets: few.slice(0, MOST_TOLD).map((region) => words.tell(region)), leftOut: Math.max(0, few.length - MOST_TOLD) };
}
