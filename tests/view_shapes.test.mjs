import assert from "node:assert/strict";
import test from "node:test";

import { camera, dice, foundOf, generated, graphOf, scripts } from "./view_scripts.mjs";

const { shapes, strands } = scripts;

const rows = generated(10);
const large = graphOf(rows);
const everyone = [...rows.nodes.keys()];
const bundled = strands.bundle(large, [...rows.edges.keys()], foundOf(rows.edges.map((_, e) => 1 + (e % 4))), -1);
const at = (graph, node, view) => shapes.toScreen(view, graph.x[node], graph.y[node]);
const gap = (one, two) => Math.hypot(one.x - two.x, one.y - two.y);
const near = (actual, expected, slack = 1e-6) => assert.ok(Math.abs(actual - expected) <= slack, `${actual} is not ${expected}`);

/* Two nodes 300 pixels apart, joined by as many strands as lanes. */
function two(...lanes) {
  const graph = graphOf({ nodes: [{ id: "a", x: -150, y: 0 }, { id: "b", x: 150, y: 0 }] });
  return { graph, found: lanes.map((lane) => ({ a: 0, b: 1, lane, weight: 1, edges: [] })) };
}
const loops = (...lanes) => lanes.map((lane) => ({ a: 0, b: 0, lane, weight: 1, edges: [] }));

test("a camera sees what it looks at in the middle, and the rest by its scale", () => {
  const view = camera({ x: 30, y: -7, scale: 2.5 });
  assert.deepEqual(shapes.toScreen(view, 30, -7), { x: 400, y: 300 });
  assert.deepEqual(shapes.toScreen(view, 32, -5), { x: 405, y: 305 });
});

test("a stronger node is larger, but none too large or too small", () => {
  for (const scale of [0.01, 0.3, 1, 8]) {
    const sizes = everyone.map((node) => shapes.radius(large, node, camera({ scale })));
    sizes.slice(1).forEach((size, i) => assert.ok(size <= sizes[i]));
    assert.ok(sizes[0] <= 36 && sizes.at(-1) >= 1);
  }
  assert.ok(shapes.radius(large, 0, camera({ room: 10 })) < shapes.radius(large, 0, camera({ room: 100 })));
});

test("a curve ends at the rims of its nodes", () => {
  let met = 0;
  for (const view of [camera(), camera({ scale: 0.5, x: 200 }), camera({ scale: 2, room: 60 })]) {
    for (const strand of bundled.filter(({ a, b }) => a !== b)) {
      const line = shapes.curve(large, strand, view);
      for (const [node, end] of [[strand.a, line.a], [strand.b, line.b]]) {
        const radius = shapes.radius(large, node, view) + 1;
        // Of nodes that nearly lie on each other the curve keeps a tenth.
        if (gap(at(large, node, view), line.middle) * 0.9 < radius) continue;
        near(gap(at(large, node, view), end), radius);
        met += 1;
      }
      near(gap(shapes.along(line, 0), line.a), 0);
      near(gap(shapes.along(line, 1), line.b), 0);
    }
  }
  assert.ok(met > 1000);
});

test("a straight strand is straight, and lanes bow to both sides alike", () => {
  const { graph, found } = two(0, 1, -1, 2, 0.5);
  const heights = found.map((strand) => shapes.along(shapes.curve(graph, strand, camera()), 0.5).y - 300);
  near(heights[0], 0);
  near(heights[1], -heights[2]);
  assert.ok(Math.abs(heights[3]) > Math.abs(heights[1]) + 8 && Math.abs(heights[1]) > Math.abs(heights[4]) + 4);
});

test("nodes in one place have a curve of numbers", () => {
  const graph = graphOf({ nodes: [{ id: "a", x: 5, y: 5 }, { id: "b", x: 5, y: 5 }] });
  for (const strand of two(0, 1, -0.5).found) {
    const { a, b, middle } = shapes.curve(graph, strand, camera());
    assert.ok([a, b, middle].every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)));
  }
});

test("a point on a node hits it, and of several the nearest rim", () => {
  const random = dice(1);
  let hits = 0;
  for (let round = 0; round < 600; round += 1) {
    const view = camera({ scale: random.pick([0.2, 0.6, 1]), x: random.below(800) - 400, y: random.below(600) - 300, room: random.pick([Infinity, 40]) });
    const point = { x: random.below(800), y: random.below(600) };
    const gaps = everyone.map((node) => gap(at(large, node, view), point) - shapes.radius(large, node, view));
    const least = Math.min(...gaps);
    assert.equal(shapes.nodeAt(large, everyone, view, point), least < 4 ? gaps.indexOf(least) : -1);
    hits += least < 4 ? 1 : 0;
  }
  assert.ok(hits > 20 && hits < 550, String(hits));
});

test("only what is drawn can be hit", () => {
  const { graph } = two();
  const view = camera();
  const point = at(graph, 1, view);
  assert.equal(shapes.nodeAt(graph, [0, 1], view, point), 1);
  assert.equal(shapes.nodeAt(graph, [0], view, point), -1);
  assert.equal(shapes.nodeAt(graph, [], view, point), -1);
});

test("a large node near at hand is hit up to its rim", () => {
  const graph = graphOf({ nodes: [{ id: "a", x: 0, y: 0, strength: 500 }] });
  const view = camera({ scale: 3 });
  const radius = shapes.radius(graph, 0, view);
  assert.ok(radius > 31);
  assert.equal(shapes.nodeAt(graph, [0], view, { x: 400 + radius - 1, y: 300 }), 0);
  assert.equal(shapes.nodeAt(graph, [0], view, { x: 400, y: 300 - radius - 3 }), 0);
  assert.equal(shapes.nodeAt(graph, [0], view, { x: 400, y: 300 - radius - 5 }), -1);
});

/* How far a point lies from a strand, by many points of it. */
function distance(strand, view, point) {
  const line = shapes.curve(large, strand, view);
  return Math.min(...Array.from({ length: 201 }, (_, i) => gap(shapes.along(line, i / 200), point)));
}

test("a point on a strand hits it, or one as near", () => {
  const random = dice(2);
  const view = camera({ scale: 0.6 });
  const kinds = new Set();
  for (let round = 0; round < 500; round += 1) {
    const strand = random.pick(bundled);
    const hit = shapes.strandAt(large, bundled, view, shapes.along(shapes.curve(large, strand, view), random.next()));
    assert.ok(hit);
    kinds.add(hit.a === hit.b ? "loop" : hit.lane === 0 ? "straight" : "bowed");
  }
  assert.equal(kinds.size, 3);
});

test("a point hits the nearest strand, and nothing far off", () => {
  const random = dice(3);
  let [hits, misses] = [0, 0];
  for (let round = 0; round < 120; round += 1) {
    const view = camera({ scale: 0.25, x: random.below(2000) - 1000, y: random.below(1500) - 750 });
    const few = bundled.filter((_, i) => i % 40 === round % 40);
    const strand = random.pick(few);
    const middle = shapes.along(shapes.curve(large, strand, view), random.next());
    const point = { x: middle.x + 40 * (random.next() - 0.5), y: middle.y + 40 * (random.next() - 0.5) };
    const gaps = few.map((one) => distance(one, view, point));
    const least = Math.min(...gaps);
    const hit = shapes.strandAt(large, few, view, point);
    // The curve is hit as a line of straight pieces, which may lie a little beside it.
    if (least > 9) assert.equal(hit, null);
    if (least < 5) assert.ok(gaps[few.indexOf(hit)] < least + 2);
    hits += least < 5 ? 1 : 0;
    misses += least > 9 ? 1 : 0;
  }
  assert.ok(hits > 20 && misses > 20, `${hits} ${misses}`);
});

test("strands of one pair are hit each on its own curve", () => {
  const { graph, found } = two(0, 1, -1, 2, -2);
  const view = camera();
  for (const strand of found) {
    assert.equal(shapes.strandAt(graph, found, view, shapes.along(shapes.curve(graph, strand, view), 0.5)), strand);
  }
  assert.equal(shapes.strandAt(graph, found, view, { x: 400, y: 500 }), null);
  assert.equal(shapes.strandAt(graph, [], view, { x: 400, y: 300 }), null);
});

test("a loop stands on its node and is hit all around", () => {
  const { graph } = two();
  const view = camera();
  const [loop] = loops(0);
  const line = shapes.curve(graph, loop, view);
  const points = [0, 0.2, 0.45, 0.6, 0.9].map((t) => shapes.along(line, t));
  for (const point of points) assert.equal(shapes.strandAt(graph, [loop], view, point), loop);
  near(Math.min(...Array.from({ length: 100 }, (_, i) => gap(shapes.along(line, i / 100), at(graph, 0, view)))), 0);
});

test("two loops of one node lie apart", () => {
  const { graph } = two();
  const sizes = loops(0.5, -0.5, 1.5, -1.5).map((loop) => shapes.curve(graph, loop, camera()).radius);
  assert.equal(new Set(sizes).size, 4);
});

test("a fitting camera shows all nodes, whatever the screen", () => {
  const random = dice(4);
  for (const [width, height] of [[800, 600], [1920, 1080], [300, 700], [120, 100]]) {
    for (let round = 0; round < 20; round += 1) {
      const nodes = [...random.some(everyone, random.pick([0.01, 0.1, 1]))];
      const view = camera({ width, height, ...shapes.fitting(large, nodes, camera({ width, height })) });
      for (const { x, y } of nodes.map((node) => at(large, node, view))) assert.ok(x >= 0 && x <= width && y >= 0 && y <= height);
      assert.ok(view.scale > 0 && view.scale <= 1.6);
    }
  }
});

test("a fitting camera comes as near as it can", () => {
  const { graph } = two();
  const view = shapes.fitting(graph, [0, 1], camera({ width: 450, height: 400 }));
  assert.deepEqual(view, { x: 0, y: 0, scale: 1 });
  assert.deepEqual(shapes.fitting(graph, [1], camera()), { x: 150, y: 0, scale: 1.6 });
  assert.deepEqual(shapes.fitting(graph, [], camera()), { x: 0, y: 0, scale: 1 });
});

test("room is the distance of nodes spread evenly", () => {
  const graph = graphOf({ nodes: Array.from({ length: 100 }, (_, i) => ({ id: `n${i}`, x: 10 * (i % 10), y: 10 * Math.floor(i / 10) })) });
  near(shapes.room(graph, [...Array(100).keys()]), 9);
  assert.equal(shapes.room(graph, [3]), Infinity);
  assert.ok(shapes.room(graph, []) > 0);
});

test("nodes on a line, or on one spot, are not drawn as if they stood in each other's way", () => {
  const room = (places) => shapes.room(graphOf({ nodes: places.map(([x, y], i) => ({ id: `n${i}`, x, y })) }), [...places.keys()]);
  assert.equal(room([[0, 0], [150, 0], [300, 0]]), 100);
  assert.equal(room([[0, 0], [0, 150], [0, 300]]), 100);
  assert.equal(room([[0, 0], [0, 0]]), 1);
  assert.equal(room([[7, 7]]), Infinity);
  assert.equal(room([[0, 0], [100, 0], [0, 100], [100, 100]]), 50);
});
