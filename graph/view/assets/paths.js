"use strict";
/* Neighbourhoods and shortest paths over the edges that pass the filters. */
const paths = (() => {
  const other = (graph, edge, node) => (graph.from[edge] === node ? graph.to[edge] : graph.from[edge]);

  /* Nodes within depth steps of the start, nearest first and among those the strongest; at most most. */
  function neighbourhood(graph, passes, start, depth, most) {
    const found = new Set([start]);
    let edge = [start];
    for (let step = 0; step < depth && found.size < most && edge.length; step += 1) {
      const next = new Set();
      for (const node of edge) {
        for (const e of graph.around.of(node)) {
          const far = other(graph, e, node);
          if (passes[e] && !found.has(far)) next.add(far);
        }
      }
      edge = [...next].sort((a, b) => a - b).slice(0, most - found.size);
      edge.forEach((node) => found.add(node));
    }
    return found;
  }

  /*
   * The nodes of a shortest path; of several that whose weakest step has most articles.
   * Empty when there is none.
   */
  function shortest(graph, passes, weight, start, end) {
    const steps = new Map([[start, { length: 0, width: Infinity, before: null }]]);
    let edge = [start];
    while (edge.length && !steps.has(end)) {
      const next = new Map();
      for (const node of edge) {
        const joint = new Map();
        for (const e of graph.around.of(node)) {
          const far = other(graph, e, node);
          if (passes[e] && !steps.has(far)) joint.set(far, (joint.get(far) || 0) + weight[e]);
        }
        for (const [far, strength] of joint) {
          const width = Math.min(steps.get(node).width, strength);
          const known = next.get(far);
          if (!known || known.width < width) next.set(far, { width, before: node });
        }
      }
      next.forEach((value, node) => steps.set(node, value));
      edge = [...next.keys()].sort((a, b) => a - b);
    }
    if (!steps.has(end)) return [];
    const path = [];
    for (let node = end; node !== null; node = steps.get(node).before) path.unshift(node);
    return path;
  }

  return { neighbourhood, shortest };
})();
