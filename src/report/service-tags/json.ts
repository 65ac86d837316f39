import { AddressListCheck } from '../../proof';
import { printableJson } from '../printable';
import { ServiceTagChanges } from './changes';

/*
 * The public JSON formats of the service tag commands, version 1: fields may be added, none renamed.
 */

/** The check as `mdi-egress/service-tags-check/v1`. */
export function checkToJson(check: AddressListCheck): string {
  return printableJson({
    format: 'mdi-egress/service-tags-check/v1',
    verdict: check.verdict,
    strict: check.strict,
    notKnown: check.notKnown.map(({ address, attribute, reason }) => ({ address, attribute, reason })),
    clouds: check.clouds.map(({ serviceTags, bundled, ageInDays, tags, compared }) => ({
      serviceTags: { cloud: serviceTags.cloud, changeNumber: serviceTags.changeNumber, date: serviceTags.date },
      bundled,
      ageInDays,
      tags: tags.map(({ tag, changeNumber, prefixes }) => ({ tag, changeNumber, prefixes })),
      places: compared.map((one) => ({
        place: one.place,
        tag: one.tag,
        verdict: one.verdict,
        lists: one.lists.map(({ address, attribute }) => ({ address, attribute })),
        asOf: one.asOf && { date: one.asOf.date, changeNumber: one.asOf.changeNumber },
        missing: one.missing,
        surplus: one.surplus,
        rounded: one.rounded,
        unlisted: one.unlisted,
        unknowns: one.unknowns,
      })),
    })),
  });
}

/** The changes as `mdi-egress/service-tags-diff/v1`. */
export function changesToJson({ before, after, changes }: ServiceTagChanges): string {
  return printableJson({
    format: 'mdi-egress/service-tags-diff/v1',
    before: { cloud: before.cloud, changeNumber: before.changeNumber, date: before.date },
    after: { cloud: after.cloud, changeNumber: after.changeNumber, date: after.date },
    tags: changes.map((change) => ({
      tag: change.tag,
      changeNumber: { before: change.before?.changeNumber, after: change.after?.changeNumber },
      prefixes: { before: change.before?.addressPrefixes.length, after: change.after?.addressPrefixes.length },
      added: change.added,
      removed: change.removed,
    })),
  });
}
