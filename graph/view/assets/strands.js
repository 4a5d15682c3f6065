"use strict";
/* Parallel relations as strands: one for each pair and class of relation, until its pair is opened. */
const strands = (() => {
  const CLASSES = {
    "verbal cooperation": "cooperation", "material cooperation": "cooperation",
    "verbal conflict": "conflict", "material conflict": "conflict",
  };
  const classOf = (quad) => CLASSES[quad] || quad;
  const pairKey = (size, a, b) => Math.min(a, b) * size + Math.max(a, b);

  /*
   * edges: numbers of edges; weight and certainty by edge, as the filters give them; open: key of the pair whose relations each have
   * a strand of their own. A strand: ends a <= b, its edges (the heaviest first), quad and
   * relation of that one, weight, whether it points to a and to b, whether all of it is
   * planned or negated, and its lane: how far it bows, 0 for the straight one.
   */
  function bundle(graph, edges, { weight, certainty }, open) {
    const pairs = new Map();
    for (const e of edges) {
      const a = Math.min(graph.from[e], graph.to[e]);
      const b = Math.max(graph.from[e], graph.to[e]);
      const key = pairKey(graph.size, a, b);
      const kind = key === open ? e : classOf(graph.quads[graph.relations.codes[e]]);
      if (!pairs.has(key)) pairs.set(key, []);
      const own = pairs.get(key);
      const strand = own.find((one) => one.kind === kind);
      if (strand) strand.edges.push(e);
      else own.push({ a, b, key, kind, edges: [e] });
    }
    const found = [];
    for (const own of pairs.values()) {
      for (const strand of own) finish(graph, strand, weight, certainty);
      if (own.length > 1) own.sort((one, two) => two.weight - one.weight);
      own.forEach((strand, place) => {
        strand.lane = lane(place, own.length);
        found.push(strand);
      });
    }
    return found;
  }

  /* One of an odd number is straight; the others bow to both sides in turn. */
  function lane(place, amount) {
    if (amount % 2) return Math.ceil(place / 2) * (place % 2 ? 1 : -1);
    return (Math.floor(place / 2) + 0.5) * (place % 2 ? -1 : 1);
  }

  function finish(graph, strand, weight, certainty) {
    const { edges, a, b } = strand;
    if (edges.length > 1) edges.sort((one, two) => weight[two] - weight[one] || one - two);
    Object.assign(strand, { relation: graph.relations.codes[edges[0]], weight: 0, toA: false, toB: false, faint: true });
    strand.quad = graph.quads[strand.relation];
    for (const e of edges) {
      const points = graph.directed[graph.relations.codes[e]];
      strand.weight += weight[e];
      if (points && graph.to[e] === a) strand.toA = true;
      if (points && graph.to[e] === b) strand.toB = true;
      if (certainty[e] === 0) strand.faint = false;
    }
  }

  return { bundle, pairKey, classOf };
})();
