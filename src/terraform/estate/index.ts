import { Estate, Maybe, Notes } from '../../azure';
import { AttributeReader } from '../attributes';
import { Directory } from '../directory';
import { cloudOfRegions } from '../hosting-cloud';
import { ResourceInstance } from '../resource';
import { EstateContext } from './context';
import { firewallPolicies } from './firewall-policies';
import { firewalls } from './firewalls';
import { ipGroups } from './ip-groups';
import { learnedDefaultRoutes } from './learned-routes';
import { networkSecurityGroupAssociations, networkSecurityGroups } from './network-security-groups';
import {
  applicationSecurityGroupAssociations, applicationSecurityGroups, inlineSubnetAssociations, networkInterfaces, subnets, virtualNetworkPeerings,
  virtualNetworks,
} from './networks';
import { routeTableAssociations, routeTables } from './routes';
import { noteUnreadResources } from './unread-types';

/** What an estate was read from. */
export interface Reading {
  /** Name of the input; empty where there is none. */
  readonly source: string;
  readonly resources: readonly ResourceInstance[];
  /** What the front-end had to say, apart from what the resources together say. */
  readonly notes: Notes;
  /** The cloud that the provider blocks choose. */
  readonly hostingCloud?: Maybe<string>;
}

/** Kept beside the estates, not in them: an estate is plain data that may be printed and compared. */
const readings = new WeakMap<Estate, Reading>();

/** @throws TypeError for an estate that {@link estateOf} did not make */
export function readingOf(estate: Estate): Reading {
  const reading = readings.get(estate);
  if (reading === undefined) throw new TypeError('Only estates that were read from an input can be merged.');
  return reading;
}

/**
 * The estate that resource instances declare, whichever front-end they come from.
 *
 * @param readingNotes what the front-end has to say; evaluation adds to it while attributes are read
 * @param chosenCloud the cloud that the provider blocks choose; without one, the regions of resources may tell
 */
export function estateOf(
  resources: readonly ResourceInstance[], readingNotes: Notes = new Notes(), source: string = '', chosenCloud?: Maybe<string>,
): Estate {
  const notes = new Notes();
  const read = new AttributeReader(notes);
  const context: EstateContext = { read, notes, directory: new Directory(resources, read, notes) };
  const inline = inlineSubnetAssociations(context);
  const resourcesOfEstate = {
    networkSecurityGroups: networkSecurityGroups(context),
    networkSecurityGroupAssociations: [...networkSecurityGroupAssociations(context), ...inline.networkSecurityGroups],
    virtualNetworks: virtualNetworks(context),
    virtualNetworkPeerings: virtualNetworkPeerings(context),
    subnets: subnets(context),
    networkInterfaces: networkInterfaces(context),
    applicationSecurityGroups: applicationSecurityGroups(context),
    applicationSecurityGroupAssociations: applicationSecurityGroupAssociations(context),
    routeTables: routeTables(context),
    routeTableAssociations: [...routeTableAssociations(context), ...inline.routeTables],
    ipGroups: ipGroups(context),
    firewallPolicies: firewallPolicies(context),
    firewalls: firewalls(context),
  };
  const learned = learnedDefaultRoutes(context);
  const unreadResources = noteUnreadResources(context, resources);
  const hostingCloud = chosenCloud ?? cloudOfRegions(resources);
  const estate: Estate = {
    ...resourcesOfEstate,
    ...(learned.length === 0 ? {} : { learnedDefaultRoutes: learned }),
    ...(unreadResources.length === 0 ? {} : { unreadResources }),
    ...(hostingCloud === undefined ? {} : { hostingCloud }),
    findings: [...readingNotes.findings, ...notes.findings],
    assumptions: [...new Set([...readingNotes.assumptions, ...notes.assumptions])],
  };
  readings.set(estate, { source, resources, notes: readingNotes, ...(chosenCloud === undefined ? {} : { hostingCloud: chosenCloud }) });
  return estate;
}
