import assert from "node:assert/strict";
import test from "node:test";

import { foundOf, generated, graphOf, scripts, start } from "./view_scripts.mjs";

const { filters, tabular } = scripts;

const none = () => [];
/* Rows of a CSV by the letter: cells in quotes may hold commas, lines and doubled quotes. */
function parsed(text) {
  assert.equal(text[0], "\ufeff");
  assert.equal(text.at(-1), "\n");
  const rows = [[]];
  let done = 1;
  for (const [whole, quoted, bare, end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\n\r]*))([,\n])/g)) {
    done += whole.length;
    rows.at(-1).push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === "\n") rows.push([]);
  }
  assert.equal(done, text.length);
  return rows.slice(0, -1);
}
/* One edge whose source is called so. */
function cell(label) {
  const graph = graphOf({ nodes: [{ id: "a", label }, { id: "b" }], edges: [{ from: 0, to: 1 }] });
  const [, row] = parsed(tabular.csv(graph, [0], foundOf([1]), none));
  assert.equal(row.length, tabular.COLUMNS.length);
  return row[1];
}

test("a table without rows is its head after a byte order mark", () => {
  const graph = graphOf({});
  assert.equal(tabular.csv(graph, [], foundOf([]), none), `\ufeff${tabular.COLUMNS.join(",")}\n`);
});

test("every edge is a row, parallel ones and loops too", () => {
  const { nodes, edges, ...rest } = generated(15);
  const graph = graphOf({ nodes, edges, ...rest });
  const weights = edges.map((_, e) => e % 7);
  const { certainty } = filters.apply(graph, start(graph));
  const [head, ...found] = parsed(tabular.csv(graph, [...edges.keys()], { ...foundOf(weights), certainty }, (e) => [{ text: `Kalimat ${e}` }, { text: "later" }]));
  assert.deepEqual(head, tabular.COLUMNS);
  const amount = (edge) => rest.statements.filter((row) => row.edge === edge).length;
  const sure = (edge) => ["asserted", "planned", "negated"][Math.min(...rest.statements.filter((row) => row.edge === edge).map(({ factuality }) => factuality))];
  const shown = (label) => (/^\s*[-=+@]/.test(label) ? `'${label}` : label);
  assert.deepEqual(found, edges.map(({ from, to, relation, weapon }, e) => [
    nodes[from].id, shown(nodes[from].label), relation, nodes[to].id, shown(nodes[to].label), weapon >= 0 ? nodes[weapon].id : "",
    sure(e), String(weights[e]), String(amount(e)), "", "", `Kalimat ${e}`,
  ]));
  assert.ok(edges.some(({ from, to }) => from === to));
});

test("rows are those asked for, in that order, with their dates", () => {
  const graph = graphOf({
    nodes: [{ id: "a" }, { id: "b" }],
    edges: [{ from: 0, to: 1 }, { from: 1, to: 0 }, { from: 1, to: 1 }],
    statements: [{ edge: 0, article: 0, day: "2020-03-04" }, { edge: 0, article: 0, day: "2020-01-02" }],
  });
  const [, ...found] = parsed(tabular.csv(graph, [2, 0], { ...filters.apply(graph, start(graph)), weight: [5, 6, 7] }, none));
  assert.deepEqual(found.map((row) => [row[0], row[3], row[7], row[9], row[10], row[11]]), [["b", "b", "7", "", "", ""], ["a", "b", "5", "2020-01-02", "2020-03-04", ""]]);
});

test("commas, quotes and lines stay within their cell", () => {
  for (const text of ["a,b", 'say "so"', '"', '""', "two\nlines", "two\r\nlines", "\r", ",", '",\n"', "plain", "", " ", "tab\tin", "é 😀", "'", "a;b"]) {
    assert.equal(cell(text).replace(/^'(?=\s)/, ""), text);
  }
  const graph = graphOf({ nodes: [{ id: "a", label: 'a "b"' }], edges: [{ from: 0, to: 0 }] });
  assert.match(tabular.csv(graph, [0], foundOf([1]), none), /\na,"a ""b""",AGREE,a,"a ""b""",,asserted,1,0,,,\n$/);
});

test("what a spreadsheet would run is defused", () => {
  for (const text of ["=1+1", "+cmd", "-2+3", "@SUM(A1)", " =x", "\u200b=x", "\ufeff@x", "＝x", "＋x", "－x", "＠x", "\tx", "\rx", "\nx", "-1-1", "-", "+1e5", "= 1", '="a","b"']) {
    assert.equal(cell(text), `'${text}`);
  }
});

test("numbers and plain texts stay as they are", () => {
  for (const text of ["-1", "+1", "-1.5", "+62811", "0", "1=1", "a=b", "'=x", "", "x-y", "S-400", "a@b.id", "\\=x", "1,5"]) assert.equal(cell(text), text);
});

test("the evidence is defused too, and a row keeps its width whatever it holds", () => {
  const graph = graphOf({ nodes: [{ id: '=a,"' }], edges: [{ from: 0, to: 0, weapon: 0 }] });
  const [, row] = parsed(tabular.csv(graph, [0], foundOf([1]), () => [{ text: '=HYPERLINK("x","y")\n@x' }]));
  assert.equal(row.length, tabular.COLUMNS.length);
  assert.deepEqual([row[0], row[5], row[11]], ["'=a,\"", "'=a,\"", "'=HYPERLINK(\"x\",\"y\")\n@x"]);
});

test("weight and sentences of a row are those of the filters", () => {
  const graph = graphOf({
    nodes: [{ id: "a" }, { id: "b" }], edges: [{ from: 0, to: 1 }], articles: [{}, {}],
    statements: [{ edge: 0, article: 0 }, { edge: 0, article: 1, confidence: 10 }],
  });
  const all = { types: ["COUNTRY"], relations: ["AGREE"], categories: [], factuality: ["asserted"] };
  const state = { ...Object.fromEntries(Object.entries(all).map(([name, values]) => [name, new Set(values)])), weight: 1, confidence: 0.5, since: null, until: null };
  const [, row] = parsed(tabular.csv(graph, [0], filters.apply(graph, state), none, filters.passing(graph, state)));
  assert.deepEqual(row.slice(7, 9), ["1", "1"]);
});
