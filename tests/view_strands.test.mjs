import assert from "node:assert/strict";
import test from "node:test";

import { dice, foundOf, generated, graphOf, scripts } from "./view_scripts.mjs";

const { strands } = scripts;

const CLASS = {
  AGREE: "cooperation", SUPPORT: "cooperation", COOPERATE: "cooperation", AID: "cooperation", ACCUSE: "conflict", SANCTION: "conflict",
  SUPPLIES: "arms", ACQUIRES: "arms", HOLDS_OFFICE: "office", CO_OCCURS: "none",
};
const UNDIRECTED = ["AGREE", "COOPERATE", "CO_OCCURS"];

const rows = generated(8);
const large = graphOf(rows);
const weights = rows.edges.map((_, e) => 1 + ((e * 7) % 5));
const certainty = weights.map((_, e) => e % 3);
const pair = (e) => strands.pairKey(large.size, rows.edges[e].from, rows.edges[e].to);
const groups = (values, by) => {
  const found = new Map();
  for (const value of values) found.set(by(value), [...(found.get(by(value)) ?? []), value]);
  return found;
};
const many = new Set([...groups([...rows.edges.keys()], pair)].filter(([, own]) => own.length > 3).map(([key]) => key));
/* Bundles of chance: some edges, and none or one pair opened. */
function each(seed, check) {
  const random = dice(seed);
  for (let round = 0; round < 30; round += 1) {
    const edges = [...random.some([...rows.edges.keys()], 0.6)];
    const open = round % 3 ? pair(random.pick(edges.filter((e) => many.has(pair(e))))) : -1;
    check(strands.bundle(large, edges, foundOf(weights, certainty), open), edges, open);
  }
}
const between = (edges, open = -1) => {
  const graph = graphOf({ nodes: ["a", "b", "c"].map((id) => ({ id })), edges });
  return strands.bundle(graph, [...edges.keys()], foundOf(edges.map(({ weight = 1 }) => weight), edges.map(({ factuality = 0 }) => factuality)), open);
};

test("every edge lies in one strand, that of its pair", () => {
  each(1, (found, edges) => {
    assert.deepEqual(found.flatMap((strand) => strand.edges).sort((a, b) => a - b), edges);
    for (const { a, b, key, edges: own } of found) {
      assert.ok(a <= b);
      assert.ok(own.every((e) => pair(e) === key && key === strands.pairKey(large.size, b, a)));
      assert.deepEqual(new Set(own.flatMap((e) => [rows.edges[e].from, rows.edges[e].to])), new Set([a, b]));
    }
  });
});

test("a pair has a strand for each class, and an opened pair one for each edge", () => {
  let opened = 0;
  each(2, (found, edges, open) => {
    const own = groups(found, ({ key }) => key);
    for (const [key, members] of groups(edges, pair)) {
      const kinds = groups(members, (e) => (key === open ? e : CLASS[rows.edges[e].relation]));
      const expected = [...kinds.values()].map((list) => [...list].sort((a, b) => a - b).join());
      assert.deepEqual(own.get(key).map((strand) => [...strand.edges].sort((a, b) => a - b).join()).sort(), expected.sort());
      opened += key === open ? expected.length : 0;
    }
    assert.equal(own.size, groups(edges, pair).size);
  });
  assert.ok(opened > 40);
});

test("a strand is as heavy as its edges and looks like the heaviest", () => {
  each(3, (found) => {
    for (const strand of found) {
      assert.deepEqual(strand.edges, [...strand.edges].sort((a, b) => weights[b] - weights[a] || a - b));
      assert.equal(strand.weight, strand.edges.reduce((sum, e) => sum + weights[e], 0));
      assert.equal(large.relations.names[strand.relation], rows.edges[strand.edges[0]].relation);
      assert.equal(strand.quad, large.quads[strand.relation]);
    }
  });
});

test("the strands of a pair lie apart, as far to one side as to the other, the heaviest inmost", () => {
  const amounts = new Set();
  each(4, (found) => {
    for (const own of groups(found, ({ key }) => key).values()) {
      const lanes = own.map(({ lane }) => lane);
      assert.equal(new Set(lanes).size, lanes.length);
      const ascending = [...lanes].sort((a, b) => a - b);
      ascending.forEach((lane, i) => assert.ok(lane + ascending.at(-1 - i) === 0));
      ascending.slice(1).forEach((lane, i) => assert.equal(lane - ascending[i], 1));
      const inmost = [...own].sort((a, b) => Math.abs(a.lane) - Math.abs(b.lane)).map(({ weight }) => weight);
      assert.equal(inmost[0], Math.max(...inmost));
      amounts.add(lanes.length);
    }
  });
  assert.ok(amounts.size > 3);
});

test("arrows point where a directed edge of the strand points", () => {
  each(5, (found) => {
    for (const { a, b, edges, toA, toB } of found) {
      const directed = edges.map((e) => rows.edges[e]).filter(({ relation }) => !UNDIRECTED.includes(relation));
      assert.equal(toA, directed.some(({ to }) => to === a));
      assert.equal(toB, directed.some(({ to }) => to === b));
    }
  });
});

test("a strand is faint when nothing of it is asserted", () => {
  each(6, (found) => {
    for (const { edges, faint } of found) assert.equal(faint, !edges.some((e) => certainty[e] === 0));
  });
  assert.deepEqual(between([{ from: 0, to: 1, factuality: 1 }, { from: 0, to: 1, factuality: 2 }]).map(({ faint }) => faint), [true]);
  assert.deepEqual(between([{ from: 0, to: 1, factuality: 1 }, { from: 0, to: 1, factuality: 0 }]).map(({ faint }) => faint), [false]);
});

test("a lone strand is straight, and both ways and both kinds of cooperation are one", () => {
  const [strand, ...rest] = between([{ from: 1, to: 0, relation: "AID", weight: 2 }, { from: 0, to: 1, relation: "SUPPORT", weight: 3 }, { from: 0, to: 1 }]);
  assert.equal(rest.length, 0);
  assert.ok(strand.lane === 0);
  assert.deepEqual([strand.edges, strand.weight, strand.toA, strand.toB], [[1, 0, 2], 6, true, true]);
});

test("a loop is a strand of a pair of one", () => {
  const loop = { from: 1, to: 1, relation: "AID" };
  const found = between([loop, { from: 1, to: 2 }, { ...loop, relation: "ACCUSE" }, { ...loop, relation: "SUPPORT" }]);
  assert.deepEqual(found.map(({ a, b, edges }) => [a, b, edges]), [[1, 1, [0, 3]], [1, 1, [2]], [1, 2, [1]]]);
  assert.equal(between([loop, { ...loop, relation: "SUPPORT" }], strands.pairKey(3, 1, 1)).length, 2);
});

test("a pair has one key, whichever end comes first, and no other pair has it", () => {
  const ends = Array.from({ length: 12 }, (_, a) => Array.from({ length: a + 1 }, (_, b) => [a, b])).flat();
  for (const [a, b] of ends) assert.equal(strands.pairKey(12, a, b), strands.pairKey(12, b, a));
  assert.equal(new Set(ends.map(([a, b]) => strands.pairKey(12, a, b))).size, ends.length);
});
