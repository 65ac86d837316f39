/*
 * One policy and its contracts as binary decision diagrams, with BuDDy (Debian's libbdd-dev): what `bench/buddy.ts` compiles and
 * starts. Reads numbers from standard input (rules: allow, source and length, destination and length, first and last port,
 * protocol or -1; contracts: source and length, destination and length, port) and prints the milliseconds for building the
 * policy, those for all contracts, and for each contract 1 where some packet of it is denied.
 *
 * The order of variables is destination, source, port, protocol, as Batfish has it: the best of those that were tried.
 */
#include <bdd.h>
#include <stdio.h>
#include <time.h>

enum { DESTINATION = 0, SOURCE = 32, PORT = 64, PROTOCOL = 80, VARIABLES = 88 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

/* The first `length` of `bits` bits of the value, from the last variable to the first so that each step adds one node. */
static bdd prefix(int first, int bits, unsigned value, int length) {
  bdd all = bddtrue;
  for (int i = length - 1; i >= 0; i--) {
    all = bdd_addref(bdd_and((value >> (bits - 1 - i)) & 1 ? bdd_ithvar(first + i) : bdd_nithvar(first + i), all));
  }
  return all;
}

static bdd atLeast(int first, int bits, unsigned bound) {
  bdd all = bddtrue;
  for (int i = bits - 1; i >= 0; i--) {
    bdd set = bdd_ithvar(first + i);
    all = bdd_addref((bound >> (bits - 1 - i)) & 1 ? bdd_and(set, all) : bdd_or(set, all));
  }
  return all;
}

static bdd atMost(int first, int bits, unsigned bound) {
  bdd all = bddtrue;
  for (int i = bits - 1; i >= 0; i--) {
    bdd unset = bdd_nithvar(first + i);
    all = bdd_addref((bound >> (bits - 1 - i)) & 1 ? bdd_or(unset, all) : bdd_and(unset, all));
  }
  return all;
}

static bdd packets(unsigned source, int sourceLength, unsigned destination, int destinationLength, unsigned low, unsigned high, int protocol) {
  bdd all = protocol < 0 ? bddtrue : prefix(PROTOCOL, 8, (unsigned)protocol, 8);
  if (low > 0 || high < 65535) all = bdd_addref(bdd_and(bdd_addref(bdd_and(atLeast(PORT, 16, low), atMost(PORT, 16, high))), all));
  all = bdd_addref(bdd_and(prefix(SOURCE, 32, source, sourceLength), all));
  return bdd_addref(bdd_and(prefix(DESTINATION, 32, destination, destinationLength), all));
}

#define MOST 100000
static int allows[MOST];
static bdd matches[MOST];
static unsigned fields[MOST][8];

int main(void) {
  int rules, contracts;
  bdd_init(4000000, 400000);
  bdd_setvarnum(VARIABLES);
  bdd_gbc_hook(NULL);
  if (scanf("%d %d", &rules, &contracts) != 2 || rules > MOST || contracts > MOST) return 1;
  for (int i = 0; i < rules; i++) {
    int protocol;
    if (scanf("%d %u %u %u %u %u %u %d", &allows[i], &fields[i][0], &fields[i][1], &fields[i][2], &fields[i][3], &fields[i][4], &fields[i][5], &protocol) != 8) return 1;
    fields[i][6] = (unsigned)protocol;
  }
  double start = now();
  for (int i = 0; i < rules; i++) {
    unsigned *f = fields[i];
    matches[i] = packets(f[0], (int)f[1], f[2], (int)f[3], f[4], f[5], (int)f[6]);
  }
  bdd allowed = bddfalse;
  for (int i = rules - 1; i >= 0; i--) {
    bdd next = bdd_addref(allows[i] ? bdd_or(matches[i], allowed) : bdd_apply(allowed, matches[i], bddop_diff));
    bdd_delref(allowed);
    allowed = next;
  }
  bdd denied = bdd_addref(bdd_not(allowed));
  double build = now() - start;
  for (int i = 0; i < contracts; i++) {
    if (scanf("%u %u %u %u %u", &fields[i][0], &fields[i][1], &fields[i][2], &fields[i][3], &fields[i][4]) != 5) return 1;
  }
  start = now();
  for (int i = 0; i < contracts; i++) {
    unsigned *f = fields[i];
    allows[i] = bdd_and(packets(f[0], (int)f[1], f[2], (int)f[3], f[4], f[4], 6), denied) != bddfalse;
  }
  double asked = now() - start;
  printf("%f %f", build, asked);
  for (int i = 0; i < contracts; i++) printf(" %d", allows[i]);
  printf("\n");
  return 0;
}
