import assert from "node:assert/strict";
import test from "node:test";

import { dice, generated, graphOf, scripts } from "./view_scripts.mjs";

const { paths } = scripts;

/* A sparse graph, so that nodes lie far apart and some not together at all. */
const { nodes, edges: all } = generated(4);
const edges = all.filter((_, e) => e % 3 !== 0).map(({ from, to }, e) => ({ from: e % 2 ? from : (from * 7) % 300, to }));
const large = graphOf({ nodes, edges });
const random = dice(5);
const weight = edges.map(() => random.below(5));
const some = () => Uint8Array.from(edges, () => (random.next() < 0.8 ? 1 : 0));

/* How strongly each node is joined to each, and the steps between a node and every other. */
function joined(passes) {
  const joints = nodes.map(() => new Map());
  edges.forEach(({ from, to }, e) => {
    if (!passes[e] || from === to) return;
    joints[from].set(to, (joints[from].get(to) ?? 0) + weight[e]);
    joints[to].set(from, (joints[to].get(from) ?? 0) + weight[e]);
  });
  return joints;
}
function distances(joints, from) {
  const found = new Map([[from, 0]]);
  for (const node of found.keys()) {
    for (const far of joints[node].keys()) if (!found.has(far)) found.set(far, found.get(node) + 1);
  }
  return found;
}
/* The widest weakest step of all shortest paths. */
function widest(joints, start, end) {
  const left = distances(joints, end);
  const best = new Map([[end, Infinity]]);
  const from = (node) => {
    if (!best.has(node)) {
      const ahead = [...joints[node]].filter(([far]) => left.get(far) === left.get(node) - 1);
      best.set(node, Math.max(...ahead.map(([far, strength]) => Math.min(strength, from(far)))));
    }
    return best.get(node);
  };
  return from(start);
}

test("a neighbourhood is what a search in breadth reaches", () => {
  const sizes = new Set();
  for (let round = 0; round < 60; round += 1) {
    const passes = some();
    const from = random.below(nodes.length);
    const far = distances(joined(passes), from);
    for (let depth = 0; depth <= 5; depth += 1) {
      const expected = [...far.keys()].filter((node) => far.get(node) <= depth).sort((a, b) => a - b);
      assert.deepEqual([...paths.neighbourhood(large, passes, from, depth, Infinity)].sort((a, b) => a - b), expected);
      sizes.add(expected.length);
    }
  }
  assert.ok(sizes.size > 20);
});

test("a neighbourhood that is too large keeps the nearest and of them the strongest", () => {
  for (let round = 0; round < 60; round += 1) {
    const passes = some();
    const from = random.below(nodes.length);
    const most = 1 + random.below(40);
    const far = distances(joined(passes), from);
    const expected = [...far.keys()].filter((node) => far.get(node) <= 4).sort((a, b) => far.get(a) - far.get(b) || a - b).slice(0, most);
    assert.deepEqual([...paths.neighbourhood(large, passes, from, 4, most)], expected);
  }
});

test("a search in breadth ends where nothing is left, however deep it may go", () => {
  const graph = graphOf({ nodes: [{ id: "a" }, { id: "b" }], edges: [{ from: 0, to: 1 }] });
  let asked = 0;
  const endless = { valueOf: () => (asked += 1) && 1e12 };
  const most = { valueOf: () => { if (asked > 50) throw new Error("it goes on"); return 400; } };
  assert.deepEqual([...paths.neighbourhood(graph, [1], 0, endless, most)], [0, 1]);
});

test("a path is as short as can be, and its weakest step as strong", () => {
  const lengths = new Set();
  for (let round = 0; round < 300; round += 1) {
    const passes = some();
    const [from, to] = [random.below(nodes.length), random.below(nodes.length)];
    const joints = joined(passes);
    const path = paths.shortest(large, passes, weight, from, to);
    const far = distances(joints, from).get(to);
    if (far === undefined) {
      assert.deepEqual(path, []);
      continue;
    }
    assert.deepEqual([path[0], path.at(-1), path.length], [from, to, far + 1]);
    const steps = path.slice(1).map((node, i) => joints[path[i]].get(node));
    assert.ok(steps.every((strength) => strength !== undefined));
    assert.equal(Math.min(Infinity, ...steps), widest(joints, from, to));
    lengths.add(far);
  }
  assert.ok(lengths.size >= 5, [...lengths].join());
});

test("of two ways as short the one whose weakest step is strongest is taken", () => {
  const graph = graphOf({
    nodes: ["a", "b", "c", "d"].map((id) => ({ id })),
    edges: [[0, 1], [1, 3], [0, 2], [2, 3], [3, 2]].map(([from, to]) => ({ from, to })),
  });
  const ways = (weights) => paths.shortest(graph, [1, 1, 1, 1, 1], weights, 0, 3);
  assert.deepEqual(ways([9, 1, 2, 1, 1]), [0, 2, 3]);
  assert.deepEqual(ways([3, 3, 2, 9, 9]), [0, 1, 3]);
});

test("a node is a path to itself, and only what passes leads on", () => {
  const graph = graphOf({ nodes: ["a", "b", "c"].map((id) => ({ id })), edges: [{ from: 1, to: 0 }, { from: 1, to: 2 }, { from: 0, to: 0 }] });
  assert.deepEqual(paths.shortest(graph, [1, 1, 1], [1, 1, 1], 0, 0), [0]);
  assert.deepEqual(paths.shortest(graph, [1, 1, 1], [1, 1, 1], 0, 2), [0, 1, 2]);
  assert.deepEqual(paths.shortest(graph, [1, 0, 1], [1, 1, 1], 0, 2), []);
  assert.deepEqual([...paths.neighbourhood(graph, [0, 1, 1], 0, 3, 9)], [0]);
});
