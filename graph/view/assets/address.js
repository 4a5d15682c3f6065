"use strict";
/* What the reader chose, as text of the address behind #, and back. */
const address = (() => {
  /* Sets whose default is all but few are written as what is missing or added. */
  const SETS = { types: "types", relations: "relations", categories: "categories", factuality: "factuality" };
  const LISTS = ["extra", "hidden", "path"];
  const NUMBERS = { weight: [1, Infinity], confidence: [0, 1], shown: [1, Infinity], depth: [1, 4] };  // with their bounds
  const TEXTS = ["since", "until", "lang", "theme", "view"];

  function write(graph, state, start) {
    const found = new URLSearchParams();
    for (const [name, key] of Object.entries(SETS)) {
      const gone = [...start[name]].filter((value) => !state[name].has(value)).map((value) => `-${value}`);
      const added = [...state[name]].filter((value) => !start[name].has(value)).map((value) => `+${value}`);
      if (gone.length + added.length) found.set(key, JSON.stringify([...gone, ...added]));
    }
    for (const name of [...Object.keys(NUMBERS), ...TEXTS]) if (state[name] !== start[name] && state[name] !== null) found.set(name, String(state[name]));
    const id = (node) => graph.nodes.id[node];
    for (const name of LISTS) if ([...state[name]].length) found.set(name, JSON.stringify([...state[name]].map(id)));
    if (state.focus >= 0) found.set("focus", id(state.focus));
    if (state.open) found.set("open", JSON.stringify(state.open.map(id)));
    if (state.selected) found.set("selected", JSON.stringify(chosen(graph, state.selected)));
    if (state.moved.size) found.set("moved", places(graph, state.moved));
    if (state.camera) found.set("camera", state.camera.map((value) => Number(value.toPrecision(5))).join(","));
    return found.toString();
  }
  /* Hundreds of places must fit: numbers to the base of 36, after the size of the graph that they are of. */
  function places(graph, moved) {
    const numbers = [graph.size, ...[...moved].flatMap(([node, [x, y]]) => [node, Math.round(x), Math.round(y)])];
    return numbers.map((value) => value.toString(36)).join(".");
  }
  function placed(graph, text) {
    const [size, ...numbers] = text.split(".").map((part) => parseInt(part, 36));
    const found = new Map();
    if (size !== graph.size) return found;
    for (let i = 0; i + 2 < numbers.length; i += 3) {
      const [node, x, y] = numbers.slice(i, i + 3);
      if (node >= 0 && node < size && Number.isFinite(x) && Number.isFinite(y)) found.set(node, [x, y]);
    }
    return found;
  }
  function chosen(graph, selected) {
    if (selected.node !== undefined) return [graph.nodes.id[selected.node]];
    const e = selected.edge;
    const weapon = graph.weapon[e];
    return [graph.nodes.id[graph.from[e]], graph.relations.names[graph.relations.codes[e]], graph.nodes.id[graph.to[e]],
      weapon >= 0 ? graph.nodes.id[weapon] : ""];
  }

  /* Reads what write wrote; what the graph does not have or cannot be read is passed over. */
  function read(graph, text, start, languages = ["id", "en"]) {
    const state = copy(start);
    const given = new URLSearchParams(text);
    const known = { types: graph.types.names, relations: graph.relations.names, categories: graph.categories.names, factuality: graph.factuality };
    const amount = (part) => (part.trim() ? Number(part) : NaN);
    const parsed = (name) => {
      try {
        const value = JSON.parse(given.get(name));
        return Array.isArray(value) ? value : [];
      } catch {
        return [];
      }
    };
    const node = (id) => (graph.index.has(id) ? graph.index.get(id) : -1);
    const nodes = (name) => parsed(name).map(node).filter((i) => i >= 0);
    for (const [name, key] of Object.entries(SETS)) {
      for (const change of parsed(key)) {
        if (typeof change !== "string") continue;
        if (change[0] === "-") state[name].delete(change.slice(1));
        else if (change[0] === "+" && known[name].includes(change.slice(1))) state[name].add(change.slice(1));
      }
    }
    for (const [name, [low, high]] of Object.entries(NUMBERS)) {
      const value = amount(given.get(name) || "");
      if (Number.isFinite(value) && value >= low) state[name] = Math.min(value, high);
    }
    for (const name of ["since", "until"]) if (/^\d{4}-(?:0[1-9]|1[0-2])$/.test(given.get(name) || "")) state[name] = given.get(name);
    for (const [name, values] of [["lang", languages], ["theme", ["light", "dark"]], ["view", ["graph", "table"]]]) {
      if (values.includes(given.get(name))) state[name] = given.get(name);
    }
    state.extra = new Set(nodes("extra"));
    state.hidden = new Set(nodes("hidden"));
    const ends = nodes("path");
    if (ends.length === 2) state.path = ends;
    if (given.has("focus")) state.focus = node(given.get("focus"));
    const open = nodes("open");
    if (open.length === 2) state.open = open;
    state.selected = selection(graph, parsed("selected"));
    state.moved = placed(graph, given.get("moved") || "");
    const camera = (given.get("camera") || "").split(",").map(amount);
    if (camera.length === 3 && camera.every(Number.isFinite) && camera[2] > 0) state.camera = camera;
    return state;
  }
  function selection(graph, [source, relation, target, weapon]) {
    if (!graph.index.has(source)) return null;
    const one = graph.index.get(source);
    if (relation === undefined) return { node: one };
    for (const e of graph.around.of(one)) {
      const same = graph.nodes.id[graph.from[e]] === source && graph.nodes.id[graph.to[e]] === target &&
        graph.relations.names[graph.relations.codes[e]] === relation &&
        (graph.weapon[e] >= 0 ? graph.nodes.id[graph.weapon[e]] : "") === weapon;
      if (same) return { edge: e };
    }
    return null;
  }

  function copy(state) {
    const made = { ...state };
    for (const [name, value] of Object.entries(state)) {
      if (value instanceof Set) made[name] = new Set(value);
      else if (value instanceof Map) made[name] = new Map(value);
      else if (Array.isArray(value)) made[name] = [...value];
    }
    return made;
  }

  return { write, read, copy };
})();
