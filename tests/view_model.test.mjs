import assert from "node:assert/strict";
import test from "node:test";

import { RELATIONS, generated, graphOf, scripts } from "./view_scripts.mjs";

const { model } = scripts;

test("a page without anything has no node, edge or month", () => {
  const graph = graphOf({});
  assert.deepEqual([graph.size, graph.count, graph.months.names, [...graph.first]], [0, 0, [], [0]]);
});

test("months are those that have articles, in order", () => {
  const graph = graphOf({ articles: ["2020-02-29", null, "2019-11-30", "2019", "soon"].map((published) => ({ published })) });
  assert.deepEqual(graph.months.names, ["2019-11", "2020-02"]);
  assert.deepEqual([...graph.months.codes], [1, -1, 0, -1, -1]);
});

test("one month is a list of one", () => {
  const graph = graphOf({ articles: [{ published: "2020-12-31" }, { published: "2020-12-01" }] });
  assert.deepEqual([graph.months.names, [...graph.months.codes]], [["2020-12"], [0, 0]]);
});

test("each node has its edges once, loops too", () => {
  const { edges, ...rest } = generated(1);
  const graph = graphOf({ edges, ...rest });
  for (let node = 0; node < graph.size; node += 1) {
    const expected = [...edges.keys()].filter((e) => edges[e].from === node || edges[e].to === node);
    assert.deepEqual([...graph.around.of(node)], expected);
  }
  assert.ok(edges.some(({ from, to }) => from === to));
});

test("codes name what the columns say", () => {
  const { nodes, edges, ...rest } = generated(2);
  const graph = graphOf({ nodes, edges, ...rest });
  assert.deepEqual(nodes.map((_, i) => graph.types.names[graph.types.codes[i]]), nodes.map(({ type }) => type));
  assert.deepEqual(edges.map((_, e) => graph.relations.names[graph.relations.codes[e]]), edges.map(({ relation }) => relation));
  assert.deepEqual(graph.relations.names.map((name, i) => ({ quad: graph.quads[i], directed: graph.directed[i] })), Object.values(RELATIONS));
  assert.deepEqual(nodes.map(({ id }) => graph.index.get(id)), [...nodes.keys()]);
});

test("weapons alone have a category, an unknown one too", () => {
  const graph = graphOf({ nodes: [
    { id: "a", type: "WEAPON", category: "ship" }, { id: "b", type: "WEAPON" }, { id: "c", category: "ship" }, { id: "d", type: "PERSON" },
  ] });
  assert.deepEqual([graph.categories.names, [...graph.categories.codes]], [["ship", ""], [0, 1, -1, -1]]);
});

test("evidence belongs to its edge where not every statement has any", () => {
  const amounts = [5, 0, 2, 3];
  const most = 3;
  const statements = amounts.flatMap((amount, edge) => Array.from({ length: amount }, (_, i) => ({ edge, article: i, factuality: i % 3, confidence: 10 * edge + i })));
  const graph = graphOf({
    nodes: [{ id: "a" }, { id: "b" }], edges: amounts.map(() => ({ from: 0, to: 1 })), statements, articles: Array(5).fill({}),
  });
  const texts = amounts.flatMap((amount, edge) => Array.from({ length: Math.min(amount, most) }, (_, i) => `${edge}.${i}`));
  const evidence = model.evidenceOf(graph, { texts, rows: texts.map((text, i) => [graph.first[Number(text[0])] + Number(text[2]), i, [0, 1], [[2, 3]], null, "r"]) });
  amounts.forEach((amount, edge) => {
    assert.deepEqual(evidence(edge).map(({ text, article, factuality, confidence, statement }) => [text, article, factuality, confidence, statement]),
      Array.from({ length: Math.min(amount, most) }, (_, i) =>
        [`${edge}.${i}`, i, ["asserted", "planned", "negated"][i], (10 * edge + i) / 100, graph.first[edge] + i]));
  });
  assert.deepEqual([evidence(0)[0].cue, evidence(0)[0].names, evidence(0)[0].date, evidence(0)[0].role], [[0, 1], [[2, 3]], null, "r"]);
});
