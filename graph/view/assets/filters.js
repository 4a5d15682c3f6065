"use strict";
/* Which edges and nodes pass, how heavy they then are, and how many each choice would bring. */
const filters = (() => {
  const RELATION = 1;
  const TYPE = 2;
  const CATEGORY = 4;

  function mask(names, chosen) {
    return Uint8Array.from(names, (name) => (chosen.has(name) ? 1 : 0));
  }

  /* What of an edge fails, whatever its statements say. */
  function failures(graph, state) {
    const types = mask(graph.types.names, state.types);
    const relations = mask(graph.relations.names, state.relations);
    const categories = mask(graph.categories.names, state.categories);
    const badType = (node) => !types[graph.types.codes[node]];
    const badCategory = (node) => node >= 0 && graph.categories.codes[node] >= 0 && !categories[graph.categories.codes[node]];
    const nodes = new Uint8Array(graph.size);
    for (let i = 0; i < graph.size; i += 1) nodes[i] = (badType(i) ? TYPE : 0) | (badCategory(i) ? CATEGORY : 0);
    const edges = new Uint8Array(graph.count);
    for (let e = 0; e < graph.count; e += 1) {
      edges[e] = (relations[graph.relations.codes[e]] ? 0 : RELATION) | nodes[graph.from[e]] | nodes[graph.to[e]] |
        (badCategory(graph.weapon[e]) ? CATEGORY : 0);
    }
    return { nodes, edges };
  }

  function within(graph, state) {
    const whole = state.since === null && state.until === null;
    const low = state.since === null ? 0 : graph.months.names.findIndex((month) => month >= state.since);
    const high = state.until === null ? Infinity : graph.months.names.findLastIndex((month) => month <= state.until);
    return (month) => whole || (month >= 0 && low >= 0 && month >= low && month <= high);
  }

  /*
   * state: types, relations, categories, factuality (sets), weight, confidence, since, until.
   * An edge passes when the articles of its passing statements are at least state.weight. Those
   * statements also tell how certain it is (the lowest number is the most) and its days.
   */
  function apply(graph, state) {
    const failed = failures(graph, state);
    const inTime = within(graph, state);
    const allowed = mask(graph.factuality, state.factuality);
    const least = Math.round(state.confidence * 100);
    const kinds = graph.factuality.length;
    const seen = Array.from({ length: kinds + 1 }, () => new Int32Array(graph.articles.published.length).fill(-1));
    const counted = new Int32Array(kinds + 1);
    const weight = new Int32Array(graph.count);
    const heavy = new Uint8Array(graph.count);
    const certainty = new Uint8Array(graph.count).fill(kinds - 1);
    const [since, until] = [new Int32Array(graph.count).fill(-1), new Int32Array(graph.count).fill(-1)];
    const factuality = new Int32Array(kinds);
    for (let e = 0; e < graph.count; e += 1) {
      counted.fill(0);
      for (let s = graph.first[e]; s < graph.first[e + 1]; s += 1) {
        const article = graph.article[s];
        if (graph.confidence[s] < least || !inTime(graph.months.codes[article])) continue;
        const kind = graph.stated[s];
        if (seen[kind][article] !== e) {
          seen[kind][article] = e;
          counted[kind] += 1;
        }
        if (!allowed[kind]) continue;
        if (seen[kinds][article] !== e) {
          seen[kinds][article] = e;
          counted[kinds] += 1;
        }
        const day = graph.day[s];
        if (kind < certainty[e]) certainty[e] = kind;
        if (day >= 0 && (since[e] < 0 || day < since[e])) since[e] = day;
        if (day > until[e]) until[e] = day;
      }
      weight[e] = counted[kinds];
      heavy[e] = counted[kinds] >= state.weight ? 1 : 0;
      if (failed.edges[e] === 0) {
        for (let kind = 0; kind < kinds; kind += 1) factuality[kind] += counted[kind] >= state.weight ? 1 : 0;
      }
    }
    const passes = Uint8Array.from(heavy, (is, e) => (is && failed.edges[e] === 0 ? 1 : 0));
    return {
      weight, passes, certainty, since, until, nodes: Uint8Array.from(failed.nodes, (bits) => (bits === 0 ? 1 : 0)),
      amounts: { ...amounts(graph, heavy, failed.edges), factuality: named(graph.factuality, factuality) },
      months: perMonth(graph, state, failed.edges),
    };
  }

  const named = (names, values) => Object.fromEntries(names.map((name, i) => [name, values[i]]));

  /* For each choice the edges (types: nodes) that it brings while all other filters stay. */
  function amounts(graph, heavy, failed) {
    const relations = new Int32Array(graph.relations.names.length);
    const categories = new Int32Array(graph.categories.names.length);
    const types = new Int32Array(graph.types.names.length);
    const met = new Uint8Array(graph.size);
    for (let e = 0; e < graph.count; e += 1) {
      if (!heavy[e]) continue;
      if ((failed[e] & ~RELATION) === 0) relations[graph.relations.codes[e]] += 1;
      if ((failed[e] & ~CATEGORY) === 0) {
        const kinds = [graph.from[e], graph.to[e], graph.weapon[e]].map((node) => (node >= 0 ? graph.categories.codes[node] : -1));
        for (const kind of new Set(kinds)) if (kind >= 0) categories[kind] += 1;
      }
      if ((failed[e] & ~TYPE) === 0) met[graph.from[e]] = met[graph.to[e]] = 1;
    }
    for (let i = 0; i < graph.size; i += 1) if (met[i]) types[graph.types.codes[i]] += 1;
    return {
      relations: named(graph.relations.names, relations),
      categories: named(graph.categories.names, categories),
      types: named(graph.types.names, types),
    };
  }

  /* Articles a month that state what all filters but the time let through. */
  function perMonth(graph, state, failed) {
    const found = new Int32Array(graph.months.names.length);
    const seen = new Uint8Array(graph.articles.published.length);
    const allowed = mask(graph.factuality, state.factuality);
    const least = Math.round(state.confidence * 100);
    for (let e = 0; e < graph.count; e += 1) {
      if (failed[e] !== 0) continue;
      const own = new Set();
      for (let s = graph.first[e]; s < graph.first[e + 1]; s += 1) {
        if (graph.confidence[s] >= least && allowed[graph.stated[s]]) own.add(graph.article[s]);
      }
      if (own.size < state.weight) continue;
      for (const article of own) {
        if (!seen[article] && graph.months.codes[article] >= 0) found[graph.months.codes[article]] += 1;
        seen[article] = 1;
      }
    }
    return found;
  }

  /* A test of one statement against the filters that look at statements. */
  function passing(graph, state) {
    const least = Math.round(state.confidence * 100);
    const allowed = mask(graph.factuality, state.factuality);
    const inTime = within(graph, state);
    return (s) => graph.confidence[s] >= least && allowed[graph.stated[s]] === 1 && inTime(graph.months.codes[graph.article[s]]);
  }

  /*
   * The nodes to draw: those of focus or path, else the strongest state.shown that pass and have
   * a passing edge; and those asked for besides, if they pass. kept: null or a set of nodes;
   * always: nodes drawn whatever the filters say. Edges join drawn nodes.
   */
  function visible(graph, found, state, kept, always = []) {
    const shown = new Uint8Array(graph.size);
    const touched = new Uint8Array(graph.size);
    for (let e = 0; e < graph.count; e += 1) if (found.passes[e]) touched[graph.from[e]] = touched[graph.to[e]] = 1;
    let matching = 0;
    let room = state.shown;
    for (let i = 0; i < graph.size; i += 1) {
      if (!touched[i] || !found.nodes[i]) continue;
      matching += 1;
      if (kept ? kept.has(i) : room > 0) shown[i] = 1;
      if (shown[i]) room -= 1;
    }
    for (const i of [...(kept || []), ...state.extra]) if (found.nodes[i]) shown[i] = 1;
    for (const i of state.hidden) shown[i] = 0;
    for (const i of always) shown[i] = 1;
    const nodes = [];
    for (let i = 0; i < graph.size; i += 1) if (shown[i]) nodes.push(i);
    const edges = [];
    for (let e = 0; e < graph.count; e += 1) {
      if (found.passes[e] && shown[graph.from[e]] && shown[graph.to[e]]) edges.push(e);
    }
    return { nodes, edges, shown, matching };
  }

  return { apply, visible, passing };
})();
