import assert from "node:assert/strict";
import test from "node:test";

import { dice, generated, graphOf, scripts } from "./view_scripts.mjs";

const { search } = scripts;

const known = (...names) => search.index(graphOf({ nodes: names.map(([label, ...aliases], i) => ({ id: `n${i}`, label, aliases })) }));

test("accents and capitals do not matter", () => {
  assert.equal(search.fold("Recep Tayyip ERDOĞAN"), "recep tayyip erdogan");
  assert.equal(search.fold("İstanbul"), "istanbul");
  assert.equal(search.fold("Çavuşoğlu"), search.fold("C\u0327avus\u0327og\u0306lu"));
  assert.equal(search.fold("Ｓ－４００"), "s-400");
  assert.deepEqual(search.find(known(["Mevlüt Çavuşoğlu"]), "CAVUSOGLU", 5), [0]);
});

test("no text is too strange to be looked for", () => {
  const index = known(["Işık"], ["\ud800 half"], ["😀 name"], ["ﬁ"], ["Straße"], ["\u202eright"], [""]);
  for (const text of ["ı", "I", "İ", "\ud800", "\udc00", "😀", "\u0301", "ß", "ﬁ", "\u202e", "\0", "a".repeat(10000)]) {
    for (const found of search.find(index, text, 9)) assert.ok(found >= 0 && found < 7);
  }
  assert.deepEqual(search.find(index, "😀", 9), [2]);
  assert.deepEqual(search.find(index, "fi", 9), [3]);
});

test("the name itself comes first, then beginnings, words, aliases and what lies within", () => {
  const index = known(["Prusia"], ["Timur", "Rusia Timur"], ["Duta Rusia"], ["Rusia Baru"], ["Rusia"], ["Turki", "Belarusia"]);
  assert.deepEqual(search.find(index, "rusia", 9), [4, 3, 2, 1, 0, 5]);
});

test("a word begins after anything that is no letter or digit", () => {
  const index = known(["Su35"], ["Sukhoi-35"], ["F-16/35"], ["Tipe (35)"]);
  assert.deepEqual(search.find(index, "35", 9), [1, 2, 3, 0]);
});

test("of names as good the strongest come first, and no more than asked for", () => {
  const index = known(...Array.from({ length: 50 }, (_, i) => [`Negara ${i % 2 ? "" : "x"}${i}`]));
  assert.deepEqual(search.find(index, "negara", 5), [0, 1, 2, 3, 4]);
  assert.deepEqual(search.find(index, "x", 3), [0, 2, 4]);
  assert.deepEqual(search.find(index, "negara", 0), []);
});

test("nothing typed finds nothing", () => {
  for (const text of ["", "   ", "\t\n", "\u0301"]) assert.deepEqual(search.find(known(["a"]), text, 9), []);
});

test("signs of a pattern are signs of a name", () => {
  const index = known(["a.b*c"], ["(x)"], ["[y]"], ["a\\d+"], ["^$|?"], ["aXbbc"]);
  for (const [text, ...expected] of [[".", 0], ["*", 0], ["(", 1], ["[", 2], ["\\d+", 3], ["|?", 4], ["a.b", 0], ["(?:"]]) {
    assert.deepEqual(search.find(index, text, 9), expected, text);
  }
});

test("a graph without aliases is searched by its labels", () => {
  const graph = graphOf({ nodes: [{ id: "a", label: "Rusia" }] });
  delete graph.nodes.aliases;
  assert.deepEqual(search.find(search.index(graph), "rus", 9), [0]);
});

/* The same, one name after another. */
function rank(label, aliases, wanted) {
  const begins = (text) => [...Array(text.length).keys()].some((i) => text.startsWith(wanted, i) && (i === 0 || !/[\p{L}\p{N}]/u.test(text[i - 1])));
  if (label === wanted) return 0;
  if (label.startsWith(wanted)) return 1;
  if (begins(label)) return 2;
  if (aliases.some(begins)) return 3;
  return [label, ...aliases].some((text) => text.includes(wanted)) ? 4 : -1;
}

test("what is found among many is what one name after another gives", () => {
  const { nodes } = generated(6, 600);
  const index = search.index(graphOf({ nodes }));
  const random = dice(7);
  const ranks = new Set();
  for (let round = 0; round < 150; round += 1) {
    const { label } = random.pick(nodes);
    const at = random.below(label.length);
    const typed = label.slice(at, at + 1 + random.below(4));
    const wanted = search.fold(typed.trim());
    const most = 1 + random.below(30);
    const places = nodes.map((node) => (wanted ? rank(search.fold(node.label), node.aliases.map(search.fold), wanted) : -1));
    const expected = [...nodes.keys()].filter((i) => places[i] >= 0).sort((a, b) => places[a] - places[b] || a - b).slice(0, most);
    assert.deepEqual(search.find(index, typed, most), expected, typed);
    places.forEach((place) => ranks.add(place));
  }
  assert.equal(ranks.size, 6);
});
