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

  /* Month of each article, as a number within the months that have any. */
  function monthly(published) {
    const found = published.map((text) => /^\d{4}-\d{2}/.exec(text || "")?.[0]);
    const names = [...new Set(found.filter(Boolean))].sort();
    const place = new Map(names.map((name, i) => [name, i]));
    return { names, codes: Int32Array.from(found, (name) => (name ? place.get(name) : NONE)) };
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
    const edges = { from: [], to: [], relation: [], weapon: [], ...data.edges };
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
      first: Uint32Array.from(data.statements.first),
      article: Int32Array.from(data.statements.article),
      stated: Uint8Array.from(data.statements.factuality),
      confidence: Uint8Array.from(data.statements.confidence),
      days: data.statements.days,
      day: Int32Array.from(data.statements.day),
      articles: data.articles,
      quads: relations.names.map((name) => data.relations[name].quad),
      directed: relations.names.map((name) => data.relations[name].directed),
      around: adjacency(size, from, to),
    };
  }

  /* The rows of evidence of an edge; not every statement has one. */
  function evidenceOf(graph, found) {
    const first = new Uint32Array(graph.count + 1);
    let row = 0;
    for (let edge = 0; edge < graph.count; edge += 1) {
      while (row < found.rows.length && found.rows[row][0] < graph.first[edge + 1]) row += 1;
      first[edge + 1] = row;
    }
    return (edge) => found.rows.slice(first[edge], first[edge + 1]).map(([statement, text, cue, names, date, role]) => ({
      text: found.texts[text], cue, names, date, role, statement,
      article: graph.article[statement],
      factuality: graph.factuality[graph.stated[statement]],
      confidence: graph.confidence[statement] / 100,
    }));
  }

  return { make, evidenceOf, NONE };
})();
