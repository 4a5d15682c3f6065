import assert from "node:assert/strict";
import test from "node:test";

import { dice, generated, graphOf, scripts, start } from "./view_scripts.mjs";

const { address } = scripts;

const STRANGE = ["a&b=c#d", "\"'[],{}\\", "%25+ é", "😀", "__proto__", "constructor"];
const rows = generated(14, 60);
rows.nodes.push(...STRANGE.map((id) => ({ ...rows.nodes[0], id, category: "x & y" })));
rows.edges.push(...STRANGE.map((_, i) => ({ from: 60 + i, to: 65 - i, relation: "AID", weapon: i % 2 ? 60 : -1 })));
const graph = graphOf(rows);
const first = start(graph);
const read = (text) => address.read(graph, text, first);
const write = (changes) => address.write(graph, { ...address.copy(first), ...changes }, first);
const list = (_, value) => (value instanceof Set || value instanceof Map ? [...value] : value);
const given = (values) => read(new URLSearchParams(values).toString());

function chance(random) {
  const node = () => random.below(graph.size);
  const maybe = (share, value, otherwise) => (random.next() < share ? value() : otherwise);
  const state = address.copy(first);
  for (const name of ["types", "relations", "categories", "factuality"]) state[name] = maybe(0.5, () => random.some(first[name]), state[name]);
  if (random.next() < 0.5) state.relations.add("CO_OCCURS");
  return {
    ...state, weight: random.pick([1, 2, 40]), confidence: random.pick([0, 0.05, 0.35, 1]), shown: random.pick([1, 10, 300, 123456]), depth: 1 + random.below(4),
    since: random.pick([null, "2019-11", "2020-01"]), until: random.pick([null, "2020-12"]), lang: random.pick(["id", "en"]),
    theme: random.pick(["light", "dark"]), view: random.pick(["graph", "table"]),
    extra: random.some([...Array(graph.size).keys()], 0.1), hidden: random.some([...Array(graph.size).keys()], 0.1),
    focus: maybe(0.5, node, -1), path: maybe(0.4, () => [node(), node()], []), open: maybe(0.4, () => [node(), node()], null),
    selected: random.pick([null, { node: node() }, { edge: random.below(graph.count) }]),
    moved: new Map(Array.from({ length: random.below(4) }, () => [node(), [random.below(5000) - 2500, random.below(5000) - 2500]])),
    camera: maybe(0.5, () => [random.below(9999) - 5000, random.below(99) / 10, random.pick([0.02, 0.25, 1, 6])], null),
  };
}

test("what was chosen is read as it was written", () => {
  const random = dice(1);
  for (let round = 0; round < 400; round += 1) {
    const state = chance(random);
    assert.deepEqual(read(address.write(graph, state, first)), state);
  }
});

test("what is read and written again is the same text", () => {
  const random = dice(2);
  for (let round = 0; round < 100; round += 1) {
    const text = address.write(graph, chance(random), first);
    assert.equal(address.write(graph, read(text), first), text);
  }
});

test("the start is an empty text, and an empty text the start", () => {
  assert.equal(write({}), "");
  assert.deepEqual(read(""), first);
});

test("each choice alone is written and changes nothing else", () => {
  const random = dice(3);
  for (const name of Object.keys(first)) {
    let value = first[name];
    while (JSON.stringify(value, list) === JSON.stringify(first[name], list)) value = chance(random)[name];
    const text = write({ [name]: value });
    assert.notEqual(text, "", name);
    assert.deepEqual(read(text), { ...first, [name]: value });
  }
});

test("an address may hold every id", () => {
  STRANGE.forEach((id, i) => {
    assert.equal(read(write({ focus: 60 + i })).focus, 60 + i);
    assert.deepEqual(read(write({ extra: new Set([60 + i]) })).extra, new Set([60 + i]));
    const edge = graph.count - STRANGE.length + i;
    assert.deepEqual(read(write({ selected: { edge } })).selected, { edge });
  });
});

test("nodes and edges that the graph does not have are passed over", () => {
  const unknown = JSON.stringify(["no:one", graph.nodes.id[3], null, 7, ["x"], {}]);
  for (const name of ["extra", "hidden"]) assert.deepEqual(given({ [name]: unknown }), { ...first, [name]: new Set([3]) });
  const { id } = graph.nodes;
  for (const values of [
    { focus: "no:one" }, { open: JSON.stringify([id[0], "no:one"]) }, { open: JSON.stringify([id[0]]) }, { open: JSON.stringify(id.slice(0, 3)) },
    { selected: '["no:one"]' }, { selected: JSON.stringify([id[0], "AID", "no:one", ""]) }, { selected: JSON.stringify([id[0], "NOTHING", id[1], ""]) },
    { selected: JSON.stringify([[id[0]]]) }, { selected: "[]" }, { moved: '[["no:one",1,2]]' }, { types: '["-NOTHING"]' }, { unknown: "1" },
  ]) assert.deepEqual(given(values), first, JSON.stringify(values));
});

test("a path of one end is no path", () => {
  const [known] = graph.nodes.id;
  for (const path of [[known, "no:one"], ["no:one", known], [known]]) assert.deepEqual(given({ path: JSON.stringify(path) }).path, []);
});

test("a choice that no filter has is passed over", () => {
  for (const name of ["types", "relations", "categories", "factuality"]) assert.deepEqual(given({ [name]: '["+NOTHING"]' }), first);
});

test("text that cannot be read is passed over", () => {
  const broken = ["[", "null", "1", '"a"', "{}", "[[", "[1,", "undefined", '{"__proto__":[]}', "", "[null]", "[{}]", "[[]]"];
  for (const name of ["types", "relations", "categories", "factuality", "extra", "hidden", "path", "open", "selected", "moved", "camera", "focus"]) {
    for (const value of broken) assert.deepEqual(given({ [name]: value }), first, `${name}=${value}`);
  }
  for (const text of ["%", "%zz=%", "&&&==", "#", "a=b", "?", "\ud800", "types"]) assert.deepEqual(read(text), first);
});

test("numbers are sound or passed over", () => {
  for (const name of ["weight", "confidence", "shown", "depth"]) {
    for (const value of ["-1", "NaN", "Infinity", "1e999", "one", "1,5", "[1]"]) assert.deepEqual(given({ [name]: value }), first, `${name}=${value}`);
      }
  for (const [name, text, value] of [["weight", "7", 7], ["confidence", "0.5", 0.5], ["confidence", "7", 1], ["shown", "9", 9], ["depth", "99", 4]]) {
    assert.deepEqual(given({ [name]: text }), { ...first, [name]: value });
  }
  for (const name of ["weight", "shown", "depth"]) assert.deepEqual(given({ [name]: "0" }), first);
});

test("a number that is not there is no nought", () => {
  for (const name of ["weight", "confidence", "shown", "depth"]) assert.deepEqual(given({ [name]: "" }), first);
  for (const camera of ["1,,2", ",,1"]) assert.deepEqual(given({ camera }), first);
});

test("months, language, theme and view are sound or passed over", () => {
  for (const name of ["since", "until"]) {
    for (const value of ["2020", "2020-1", "2020-01-01", "soon", "", "null", " 2020-01", "2020-01\n"]) assert.deepEqual(given({ [name]: value }), first, value);
    assert.equal(given({ [name]: "2020-01" })[name], "2020-01");
  }
  for (const [name, sound] of [["lang", "en"], ["theme", "dark"], ["view", "table"]]) {
    for (const value of ["", "null", "xx", "EN", "__proto__", "constructor", "<b>"]) assert.deepEqual(given({ [name]: value }), first, value);
    assert.equal(given({ [name]: sound })[name], sound);
  }
});

test("a month that no year has is passed over", () => {
  for (const since of ["2020-00", "2020-13", "2020-99"]) assert.deepEqual(given({ since }), first);
});

test("a camera has three numbers and a scale above nought, and a node is moved to numbers", () => {
  for (const camera of ["1", "1,2", "1,2,3,4", "1,2,0", "1,2,-1", "a,b,c", "1,2,Infinity", "NaN,1,1"]) assert.deepEqual(given({ camera }), first, camera);
  assert.deepEqual(given({ camera: "-1.5,2e3,0.25" }).camera, [-1.5, 2000, 0.25]);
  const size = graph.size.toString(36);
  for (const moved of ["", "1.2.3.4", `${size}.0.1`, `${size}.zzzz.1.2`, `${size}.-1.1.2`, `${size}.0.1.!`, "[[1,2,3]]"]) assert.deepEqual(given({ moved }), first, moved);
  assert.deepEqual(given({ moved: `${size}.0.1.-a.x` }).moved, new Map([[0, [1, -10]]]));
});

test("a camera is kept to five digits, and a place to a pixel", () => {
  assert.deepEqual(read(write({ camera: [1234.5678, -0.0123456789, 1 / 3] })).camera, [1234.6, -0.012346, 0.33333]);
  assert.deepEqual(read(write({ moved: new Map([[2, [1.4, -7.6]]]) })).moved, new Map([[2, [1, -8]]]));
});

test("names of what every object has do no harm", () => {
  const names = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"];
  for (const name of names) {
    assert.deepEqual(given({ [name]: "1", [`${name}[x]`]: "1" }), first);
    for (const key of ["types", "extra", "selected", "moved", "open"]) {
      const state = given({ [key]: JSON.stringify([`-${name}`, `+${name}`, [name, 1, 2]]) });
      assert.equal(Object.getPrototypeOf(state), Object.prototype);
      assert.deepEqual(Object.keys(state), Object.keys(first));
    }
  }
  assert.equal({}.x, undefined);
  assert.equal(given({ focus: "toString" }).focus, -1);
  assert.equal(given({ focus: "constructor" }).focus, 65);
});

test("a copy shares nothing that changes", () => {
  const before = JSON.stringify(first, list);
  const copy = address.copy(first);
  for (const value of Object.values(copy)) {
    if (value instanceof Set) value.add("more");
    else if (value instanceof Map) value.set("more", 1);
    else if (Array.isArray(value)) value.push("more");
  }
  given({ types: '["-COUNTRY","+NEW"]', moved: JSON.stringify([[graph.nodes.id[0], 1, 2]]) });
  assert.equal(JSON.stringify(first, list), before);
});
