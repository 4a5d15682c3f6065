"use strict";
/* The page's data as arrays by number of node, edge and statement, which filters read in a row. */
const model = (() => {
  const NONE = -1;

  /* Numbers of the distinct values of a column, the names in the order given or found. */
  function coded(values, names) {
    const known = names ? [...names] : [];
    const place = new Map(known.map((name, i) => [name, i]));
    const codes = new Int16Array(values.length).fill(NONE);
    values.forEach((value, i) => {
      if (value === null || value === undefined) return;
      if (!place.has(value)) {
        place.set(value, known.length);
        known.push(value);
      }
      codes[i] = place.get(value);
    });
    return { names: known, codes };
  }

  /* Month of each article, as a number within the months from the first to the last. */
  function monthly(published) {
    const number = (text) => {
      const parts = /^(\d{4})-(\d{2})/.exec(text || "");
      return parts ? Number(parts[1]) * 12 + Number(parts[2]) - 1 : null;
    };
    const found = published.map(number);
    const known = found.filter((value) => value !== null);
    let first = Infinity;
    let last = -Infinity;
    for (const value of known) {
      first = Math.min(first, value);
      last = Math.max(last, value);
    }
    const name = (value) => `${Math.floor(value / 12)}-${String((value % 12) + 1).padStart(2, "0")}`;
    const names = known.length ? Array.from({ length: last - first + 1 }, (_, i) => name(first + i)) : [];
    return { names, codes: Int32Array.from(found, (value) => (value === null ? NONE : value - first)) };
  }

  /* For each node the numbers of its edges; of a loop once. */
  function adjacency(size, from, to) {
    const first = new Uint32Array(size + 1);
    const each = (visit) => from.forEach((a, edge) => {
      visit(a, edge);
      if (to[edge] !== a) visit(to[edge], edge);
    });
    each((node) => { first[node + 1] += 1; });
    for (let i = 0; i < size; i += 1) first[i + 1] += first[i];
    const next = first.slice();
    const edges = new Uint32Array(first[size]);
    each((node, edge) => { edges[next[node]++] = edge; });
    return { of: (node) => edges.subarray(first[node], first[node + 1]) };
  }

  function make(data) {
    const nodes = { id: [], label: [], type: [], category: [], x: [], y: [], strength: [], ...data.nodes };
    const edges = { from: [], to: [], relation: [], weapon: [], factuality: [], ...data.edges };
    const size = nodes.id.length;
    const from = Int32Array.from(edges.from);
    const to = Int32Array.from(edges.to);
    const weapon = Int32Array.from(edges.weapon);
    const types = coded(nodes.type, Object.keys(data.words.id.type));
    const isWeapon = types.names.indexOf("WEAPON");
    const categories = coded(nodes.category.map((name, i) => (types.codes[i] === isWeapon ? name || "" : null)));
    const relations = coded(edges.relation, Object.keys(data.relations));
    const months = monthly(data.articles.published);
    const index = new Map(nodes.id.map((id, i) => [id, i]));
    return {
      size, nodes, edges, from, to, weapon, types, categories, relations, months, index,
      count: from.length,
      x: Float64Array.from(nodes.x), y: Float64Array.from(nodes.y),
      factuality: data.factuality,
      certainty: Uint8Array.from(edges.factuality),
      first: Uint32Array.from(data.statements.first),
      article: Int32Array.from(data.statements.article),
      stated: Uint8Array.from(data.statements.factuality),
      confidence: Uint8Array.from(data.statements.confidence),
      articles: data.articles,
      quads: relations.names.map((name) => data.relations[name].quad),
      directed: relations.names.map((name) => data.relations[name].directed),
      around: adjacency(size, from, to),
    };
  }

  /* Where the texts of an edge begin among the rows of evidence, since only the first are kept. */
  function evidenceOf(graph, found, most) {
    const first = new Uint32Array(graph.count + 1);
    for (let edge = 0; edge < graph.count; edge += 1) {
      first[edge + 1] = first[edge] + Math.min(most, graph.first[edge + 1] - graph.first[edge]);
    }
    return (edge) => found.rows.slice(first[edge], first[edge + 1]).map(([text, cue, names, date, role], i) => {
      const statement = graph.first[edge] + i;
      return {
        text: found.texts[text], cue, names, date, role, statement,
        article: graph.article[statement],
        factuality: graph.factuality[graph.stated[statement]],
        confidence: graph.confidence[statement] / 100,
      };
    });
  }

  return { make, evidenceOf, NONE };
})();
