/* The page's own scripts in Node, and data in the shape that graph/view/payload.py gives a page. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const folder = new URL("../graph/view/", import.meta.url);
/* Those that need no browser. */
const PURE = new Set(["model", "filters", "paths", "search", "strands", "labels", "shapes", "painter", "svg", "address", "tabular"]);

/* Run as a page runs them, one after the other in one realm; each keeps its own file name, so that a trace tells where. */
function load() {
  const page = readFileSync(new URL("page.py", folder), "utf8");
  const listed = /SCRIPTS = [([]([^)\]]*)/.exec(page)[1].match(/\w+(?=\.js)/g).filter((name) => PURE.has(name));
  for (const name of listed) {
    const file = new URL(`assets/${name}.js`, folder);
    vm.runInThisContext(readFileSync(file, "utf8"), { filename: fileURLToPath(file) });
  }
  return vm.runInThisContext(`({ ${listed.join(", ")} })`);
}
export const scripts = load();
const { model } = scripts;

const TYPES = ["COUNTRY", "PERSON", "WEAPON"];
export const FACTUALITY = ["asserted", "planned", "negated"];
export const RELATIONS = {
  AGREE: { quad: "verbal cooperation", directed: false },
  SUPPORT: { quad: "verbal cooperation", directed: true },
  COOPERATE: { quad: "material cooperation", directed: false },
  AID: { quad: "material cooperation", directed: true },
  ACCUSE: { quad: "verbal conflict", directed: true },
  SANCTION: { quad: "material conflict", directed: true },
  SUPPLIES: { quad: "arms", directed: true },
  ACQUIRES: { quad: "arms", directed: true },
  HOLDS_OFFICE: { quad: "office", directed: true },
  CO_OCCURS: { quad: "none", directed: false },
};
const QUADS = [...new Set(Object.values(RELATIONS).map(({ quad }) => quad))];
const MARKS = { COUNTRY: "dot", PERSON: "square", WEAPON: "triangle" };
const LINES = ["solid", "dashed", "dotdash", "dotted"];
export const styles = {
  type: Object.fromEntries(TYPES.map((type, i) => [type, { light: `#00000${i}`, dark: `#ffff0${i}`, mark: MARKS[type] }])),
  quad: Object.fromEntries(QUADS.map((quad, i) => [quad, { light: `#11111${i}`, dark: `#eeee1${i}`, mark: LINES[i % LINES.length] }])),
};
const words = {
  type: Object.fromEntries(TYPES.map((type) => [type, type.toLowerCase()])),
  relation: Object.fromEntries(Object.keys(RELATIONS).map((name) => [name, name.toLowerCase()])),
};

const columns = (rows) => (rows.length ? Object.fromEntries(Object.keys(rows[0]).map((key) => [key, rows.map((row) => row[key])])) : {});

/*
 * nodes: rows with at least id, the strongest first; edges: from, to, relation; statements: edge,
 * article, factuality (its number), confidence (in hundredths), day; articles: published. What a row
 * lacks is filled in.
 */
export function payload({ nodes = [], edges = [], statements = [], articles = [] }) {
  const ordered = statements.map((row) => ({ factuality: 0, confidence: 80, ...row })).sort((a, b) => a.edge - b.edge);
  const first = [...edges.keys(), edges.length].map((edge) => ordered.filter((row) => row.edge < edge).length);
  const days = [...new Set(ordered.map((row) => row.day).filter(Boolean))].sort();
  return {
    title: "alutsista", lang: "id", theme: null, most_shown: 300, options: {},
    nodes: columns(nodes.map((row, i) => ({
      label: row.id, x: 10 * i, y: 0, strength: nodes.length - i, first: null, last: null, type: "COUNTRY", aliases: [],
      office: null, country: null, category: null, wikidata: null, mentions: 1, articles: 1, ...row,
    }))),
    edges: columns(edges.map((row) => ({ relation: "AGREE", weapon: -1, ...row }))),
    statements: { first, days, day: ordered.map((row) => days.indexOf(row.day)), ...Object.fromEntries(["article", "factuality", "confidence"].map((key) => [key, ordered.map((row) => row[key])])) },
    articles: columns(articles.length ? articles.map((row) => ({ title: null, publisher: null, published: null, url: null, ...row }))
      : [{ title: null, publisher: null, published: null, url: null }]),
    words: { id: words, en: words },
    relations: RELATIONS, factuality: FACTUALITY, styles,
  };
}
export const graphOf = (parts) => model.make(payload(parts));

/* As the filters give it of edges of these weights, all of them asserted unless told. */
export const foundOf = (weight, certainty = weight.map(() => 0)) => ({ weight, certainty, since: weight.map(() => -1), until: weight.map(() => -1) });

/* Numbers that look random and are the same on every run. */
export function dice(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (most) => Math.floor(next() * most);
  const pick = (values) => values[below(values.length)];
  const some = (values, share = 0.7) => new Set([...values].filter(() => next() < share));
  return { next, below, pick, some };
}

const SYLLABLES = ["ka", "Ru", "si", "é", "tur", "Ki", "an", " ", "-", "ö", "S4", "r", "İs", "mo"];
const name = (random) => Array.from({ length: 1 + random.below(5) }, () => random.pick(SYLLABLES)).join("").trim() || "x";

/* Rows of a graph with parallel, opposite and looping edges, statements of one article more than once, articles without date. */
export function generated(seed, size = 300) {
  const random = dice(seed);
  const nodes = Array.from({ length: size }, (_, i) => {
    const type = random.pick(TYPES);
    return {
      id: `${type.toLowerCase()}:${i}`, label: name(random), type, aliases: Array.from({ length: random.below(3) }, () => name(random)),
      category: type === "WEAPON" ? random.pick(["missile", "aircraft", "ship", null]) : null,
      x: Math.round(random.next() * 4000 - 2000), y: Math.round(random.next() * 3000 - 1500), strength: Math.round(900 / (i + 1)),
    };
  });
  const weapons = [...nodes.keys()].filter((i) => nodes[i].type === "WEAPON");
  const end = () => Math.floor(size * random.next() ** 2);
  const edges = [];
  const known = new Set();
  while (edges.length < size * 2) {
    const [from, to] = edges.length && random.next() < 0.3 ? Object.values(random.pick(edges)).slice(0, 2).sort(() => random.next() - 0.5) : [end(), end()];
    const edge = { from, to, relation: random.pick(Object.keys(RELATIONS)), weapon: weapons.length && random.next() < 0.2 ? random.pick(weapons) : -1 };
    const key = Object.values(edge).join();
    if (!known.has(key)) edges.push(edge);
    known.add(key);
  }
  const articles = Array.from({ length: 60 }, () => {
    const month = 10 + random.below(17);
    const date = `${2019 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-1${random.below(10)}`;
    return { published: random.next() < 0.15 ? null : date };
  });
  const statements = edges.flatMap((_, edge) => Array.from({ length: 1 + random.below(5) }, () => ({
    edge, article: random.below(8) + random.pick([0, 20, 52]), factuality: random.pick([0, 0, 0, 1, 2]), confidence: random.below(101),
  })));
  return { nodes, edges, statements, articles };
}

/* What a page starts with. */
export const start = (graph) => ({
  types: new Set(graph.types.names), categories: new Set(graph.categories.names), factuality: new Set(graph.factuality),
  relations: new Set(graph.relations.names.filter((_, i) => graph.quads[i] !== "none")),
  weight: 1, confidence: 0, since: null, until: null, shown: 300,
  extra: new Set(), hidden: new Set(), focus: -1, depth: 1, path: [], open: null, selected: null, moved: new Map(), camera: null,
  lang: "id", theme: "light", view: "graph",
});

/* Choices of all filters at once. */
export function choices(graph, random) {
  const months = ["2018-01", ...graph.months.names, "2030-12"];
  const mostly = (names) => (random.next() < 0.4 ? new Set(names) : random.some(names));
  return {
    ...start(graph), types: mostly(graph.types.names), relations: mostly(graph.relations.names),
    categories: mostly(graph.categories.names), factuality: mostly(graph.factuality),
    weight: random.pick([1, 1, 2, 3]), confidence: random.pick([0, 0, 0.05, 0.35, 0.55, 0.9, 1]),
    since: random.next() < 0.6 ? null : random.pick(months), until: random.next() < 0.6 ? null : random.pick(months),
    shown: random.pick([1, 2, 25, 300]), extra: random.some([...Array(graph.size).keys()], 0.03), hidden: random.some([...Array(graph.size).keys()], 0.03),
  };
}

/* A camera on the middle of a layout that has room. */
export const camera = (changes = {}) => ({ x: 0, y: 0, scale: 1, width: 800, height: 600, room: Infinity, ...changes });
