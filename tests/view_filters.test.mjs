import assert from "node:assert/strict";
import test from "node:test";

import { FACTUALITY, RELATIONS, choices, dice, generated, graphOf, scripts, start } from "./view_scripts.mjs";

const { filters } = scripts;

const rows = generated(3);
const large = graphOf(rows);
const { nodes, edges, statements, articles } = rows;
const own = edges.map((_, e) => statements.filter(({ edge }) => edge === e));

/* The same from the rows, slowly: what passes when one facet is left out. */
function slow(state) {
  const month = ({ article }) => articles[article].published?.slice(0, 7) ?? null;
  const timely = (row) => (state.since === null && state.until === null) || (month(row) !== null &&
    (state.since === null || month(row) >= state.since) && (state.until === null || month(row) <= state.until));
  const said = (e, { time = true, kinds = state.factuality } = {}) => own[e].filter((row) =>
    row.confidence / 100 >= state.confidence && kinds.has(FACTUALITY[row.factuality]) && (!time || timely(row)));
  const weight = (e, but) => new Set(said(e, but).map(({ article }) => article)).size;
  const category = (i) => nodes[i].category ?? "";
  const named = ({ from, to, weapon }) => [from, to, weapon].filter((i) => i >= 0 && nodes[i].type === "WEAPON");
  const checks = {
    types: ({ from, to }) => state.types.has(nodes[from].type) && state.types.has(nodes[to].type),
    relations: ({ relation }) => state.relations.has(relation),
    categories: (edge) => named(edge).every((i) => state.categories.has(category(i))),
    weight: (_, e) => weight(e) >= state.weight,
  };
  const passing = (but) => [...edges.keys()].filter((e) => Object.entries(checks).every(([facet, check]) => facet === but || check(edges[e], e)));
  const tally = (values, all) => Object.fromEntries(all.map((value) => [value, values.filter((other) => other === value).length]));
  const ends = (found) => [...new Set(found.flatMap((e) => [edges[e].from, edges[e].to]))];
  const rest = passing("weight");
  const untimed = rest.filter((e) => weight(e, { time: false }) >= state.weight);
  const stated = new Set(untimed.flatMap((e) => said(e, { time: false })).map(({ article }) => article));
  return {
    weight: [...edges.keys()].map((e) => weight(e)),
    passes: passing(),
    nodes: [...nodes.keys()].filter((i) => state.types.has(nodes[i].type) && (nodes[i].type !== "WEAPON" || state.categories.has(category(i)))),
    touched: ends(passing()),
    types: tally(ends(passing("types")).map((i) => nodes[i].type), ["COUNTRY", "PERSON", "WEAPON"]),
    relations: tally(passing("relations").map((e) => edges[e].relation), Object.keys(RELATIONS)),
    categories: (names) => tally(passing("categories").flatMap((e) => [...new Set(named(edges[e]).map(category))]), names),
    factuality: Object.fromEntries(FACTUALITY.map((kind) => [kind, rest.filter((e) => weight(e, { kinds: new Set([kind]) }) >= state.weight).length])),
    months: (names) => names.map((name) => [...stated].filter((article) => month({ article }) === name).length),
    statement: (s) => said(statements[s].edge).includes(statements[s]),
  };
}
const marked = (bits) => [...bits.keys()].filter((i) => bits[i]);

function each(seed, times, check) {
  const random = dice(seed);
  for (let round = 0; round < times; round += 1) check(choices(large, random));
}

test("weights, what passes and the amounts are those of a recount, whatever is chosen", () => {
  let passed = 0;
  each(1, 40, (state) => {
    const expected = slow(state);
    const found = filters.apply(large, state);
    assert.deepEqual([...found.weight], expected.weight);
    assert.deepEqual(marked(found.passes), expected.passes);
    assert.deepEqual(marked(found.nodes), expected.nodes);
    for (const facet of ["types", "relations", "factuality"]) assert.deepEqual(found.amounts[facet], expected[facet]);
    passed += expected.passes.length;
  });
  assert.ok(passed > 500);
});

test("an edge counts once for a category, though two of its weapons are of it", () => {
  each(2, 15, (state) => {
    assert.deepEqual(filters.apply(large, state).amounts.categories, slow(state).categories(large.categories.names));
  });
});

test("the amounts of categories leave the choice of categories aside", () => {
  const parts = {
    nodes: [{ id: "a" }, { id: "ship", type: "WEAPON", category: "ship" }, { id: "none", type: "WEAPON" }, { id: "jet", type: "WEAPON", category: "jet" }],
    edges: [{ from: 0, to: 1 }, { from: 0, to: 2 }, { from: 0, to: 0, weapon: 1 }, { from: 1, to: 3 }, { from: 0, to: 3, relation: "CO_OCCURS" }],
    statements: [0, 1, 2, 3, 4].map((edge) => ({ edge, article: 0 })),
  };
  const graph = graphOf(parts);
  const found = filters.apply(graph, { ...start(graph), categories: new Set([""]) });
  assert.deepEqual(found.amounts.categories, { ship: 3, "": 1, jet: 1 });
  assert.deepEqual(marked(found.passes), [1]);
});

test("the months count articles that pass all but the time", () => {
  each(3, 20, (state) => {
    state.weight = Math.min(state.weight, 1);
    assert.deepEqual([...filters.apply(large, state).months], slow(state).months(large.months.names));
  });
});

test("the months leave out what too few articles state", () => {
  const graph = graphOf({
    nodes: [{ id: "a" }, { id: "b" }], edges: [{ from: 0, to: 1 }, { from: 1, to: 0 }],
    statements: [{ edge: 0, article: 0 }, { edge: 1, article: 1 }, { edge: 1, article: 2 }],
    articles: ["2020-01-01", "2020-02-01", "2020-03-01"].map((published) => ({ published })),
  });
  assert.deepEqual([...filters.apply(graph, { ...start(graph), weight: 2 }).months], [0, 1, 1]);
  // An edge is as heavy for the months as it would be without the time.
  assert.deepEqual([...filters.apply(graph, { ...start(graph), weight: 2, since: "2020-03" }).months], [0, 1, 1]);
  each(8, 20, (state) => {
    assert.deepEqual([...filters.apply(large, state).months], slow(state).months(large.months.names));
  });
});

test("a statement passes alone as it does among others", () => {
  each(4, 12, (state) => {
    const expected = slow(state);
    // One of seven says as much as all of them.
    for (let s = 0; s < statements.length; s += 7) assert.equal(filters.passing(large, state)(s), expected.statement(s));
  });
});

test("the strongest that pass are drawn, and besides what was asked for, but nothing hidden", () => {
  each(5, 30, (state) => {
    const expected = slow(state);
    const allowed = new Set(expected.nodes);
    const matching = expected.touched.filter((i) => allowed.has(i)).sort((a, b) => nodes[b].strength - nodes[a].strength || a - b);
    const drawn = new Set([...matching.slice(0, state.shown), ...[...state.extra].filter((i) => allowed.has(i))].filter((i) => !state.hidden.has(i)));
    const seen = filters.visible(large, filters.apply(large, state), state, null);
    assert.deepEqual(seen.nodes, [...drawn].sort((a, b) => a - b));
    assert.deepEqual(seen.edges, expected.passes.filter((e) => drawn.has(edges[e].from) && drawn.has(edges[e].to)));
    assert.deepEqual(marked(seen.shown), seen.nodes);
    assert.equal(seen.matching, matching.length);
  });
});

test("of a focus or path all nodes are drawn, however many and weak, and those asked for, but none that is hidden or does not pass, and some always", () => {
  const random = dice(6);
  each(7, 10, (state) => {
    const kept = random.some([...Array(large.size).keys()], 0.1);
    const found = filters.apply(large, state);
    const seen = filters.visible(large, found, { ...state, shown: 2 }, kept, [5]);
    const wanted = [...new Set([...kept, ...state.extra])].filter((i) => found.nodes[i] && !state.hidden.has(i));
    assert.deepEqual(seen.nodes, [...new Set([...wanted, 5])].sort((a, b) => a - b));
  });
});

test("a weight counts an article once, and articles apart", () => {
  const graph = graphOf({
    nodes: [{ id: "a" }, { id: "b" }], edges: [{ from: 0, to: 1 }, { from: 1, to: 0 }], articles: [{}, {}],
    statements: [{ edge: 0, article: 0 }, { edge: 0, article: 0, factuality: 1 }, { edge: 0, article: 1 }, { edge: 1, article: 0 }],
  });
  assert.deepEqual([...filters.apply(graph, start(graph)).weight], [2, 1]);
  assert.deepEqual([...filters.apply(graph, { ...start(graph), factuality: new Set(["planned"]) }).weight], [1, 0]);
});

test("an article without a date passes only while no time is chosen", () => {
  const graph = graphOf({
    nodes: [{ id: "a" }, { id: "b" }], edges: [{ from: 0, to: 1 }, { from: 0, to: 1, relation: "AID" }],
    statements: [{ edge: 0, article: 0 }, { edge: 1, article: 1 }], articles: [{ published: null }, { published: "2020-05-01" }],
  });
  const passing = (changes) => marked(filters.apply(graph, { ...start(graph), ...changes }).passes);
  assert.deepEqual(passing({}), [0, 1]);
  assert.deepEqual(passing({ since: "2020-05" }), [1]);
  assert.deepEqual(passing({ until: "2020-05" }), [1]);
  assert.deepEqual(passing({ since: "2020-06" }), []);
  assert.deepEqual(passing({ until: "2020-04" }), []);
  assert.deepEqual(passing({ since: "1900-01", until: "2999-12" }), [1]);
});

test("a confidence of nought keeps all, and a bound keeps what lies on it", () => {
  const graph = graphOf({
    nodes: [{ id: "a" }, { id: "b" }], edges: [0, 29, 55, 100].map(() => ({ from: 0, to: 1 })),
    statements: [0, 29, 55, 100].map((confidence, edge) => ({ edge, article: 0, confidence })),
  });
  const passing = (confidence) => marked(filters.apply(graph, { ...start(graph), confidence }).passes);
  assert.deepEqual([0, 0.29, 0.55, 0.56, 1].map(passing), [[0, 1, 2, 3], [1, 2, 3], [2, 3], [3], [3]]);
});

test("nothing chosen lets nothing through", () => {
  for (const facet of ["types", "relations", "factuality"]) {
    const state = { ...start(large), [facet]: new Set() };
    const found = filters.apply(large, state);
    assert.deepEqual(marked(found.passes), []);
    assert.deepEqual(filters.visible(large, found, state, null).nodes, []);
  }
});
