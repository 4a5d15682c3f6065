"use strict";
/* Joins the parts: what the reader chose is the state, and everything shown follows from it. */
(() => {
  const SHOWN_FOCUS = 400;  // nodes of a neighbourhood shown at once
  const data = JSON.parse(document.getElementById("data").textContent);
  const graph = model.make(data);
  const { element, drawing } = elements;
  const $ = (id) => document.getElementById(id);
  const start = {
    types: new Set(graph.types.names), categories: new Set(graph.categories.names), factuality: new Set(graph.factuality),
    relations: new Set(graph.relations.names.filter((name, i) => graph.quads[i] !== "none")),
    weight: 1, confidence: 0, since: null, until: null, shown: data.most_shown,
    extra: new Set(), hidden: new Set(), focus: -1, depth: 1, path: [], open: null, selected: null, moved: new Map(), camera: null,
    lang: data.lang, theme: data.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"), view: "graph",
  };
  let state = address.copy(start);
  let found = filters.apply(graph, state);
  let shown = { nodes: [], edges: [], shown: new Uint8Array(graph.size), matching: 0 };
  let route = [];
  let picking = -1;
  let kept = false;  // the reader chose where to look, and keeps it

  /* ---- evidence, read when it is first wanted ---- */
  let texts = null;
  const evidence = (e) => {
    texts = texts || model.evidenceOf(graph, JSON.parse($("evidence").textContent), data.most_evidence);
    return texts(e);
  };

  /* ---- words and keys ---- */
  const words = (kind) => data.words[state.lang][kind];
  const say = (key) => words("text")[key];
  const DASHES = { solid: "none", dashed: "9 5", dotdash: "10 4 2 4", dotted: "2 4" };
  function key(type) {
    const { mark } = data.styles.type[type];
    const marks = {
      dot: ["circle", { cx: 7, cy: 7, r: 6 }], square: ["rect", { x: 1.5, y: 1.5, width: 11, height: 11 }],
      triangle: ["path", { d: "M7 1 L13.5 13 L0.5 13 Z" }],
    };
    const [name, values] = marks[mark];
    return drawing(14, 14, [name, { ...values, fill: data.styles.type[type][state.theme] }]);
  }
  function quadKey(quad) {
    const { [state.theme]: stroke, mark } = data.styles.quad[quad];
    return drawing(26, 10, ["path", { d: "M1 5 H25", stroke, "stroke-width": 3, "stroke-dasharray": DASHES[mark] }]);
  }

  /* ---- what the reader does ---- */
  const act = {
    change: () => update("all", { refit: true }),
    node: (i) => select({ node: i }),
    edge: (e) => select({ edge: e }),
    expand(i) {
      const ends = [...graph.around.of(i)].filter((e) => found.passes[e]).flatMap((e) => [graph.from[e], graph.to[e]]);
      choose({ node: i }, ends);
    },
    focus(i) {
      Object.assign(state, { focus: i, path: [], selected: { node: i }, open: null });
      update("nodes", { step: true, refit: true, force: true });
    },
    depth(n) {
      state.depth = n;
      update("nodes", { refit: true, force: true });
    },
    from(i) {
      picking = i;
      side.picking(i);
      $("search").focus();
    },
    hide(i) {
      state.hidden.add(i);
      state.extra.delete(i);
      if (state.focus === i) state.focus = -1;
      state.selected = null;
      update("nodes", { step: true });
    },
    copy,
  };
  /* Makes sure that nodes are drawn; says whether some were not. */
  function bring(nodes) {
    const absent = nodes.filter((i) => !shown.shown[i]);
    for (const i of absent) {
      state.hidden.delete(i);
      state.extra.add(i);
    }
    return absent.length > 0;
  }
  function select(selected) {
    if (picking >= 0 && selected && selected.node !== undefined && selected.node !== picking) {
      Object.assign(state, { path: [picking, selected.node], focus: -1, selected: null, open: null });
      picking = -1;
      update("nodes", { step: true, refit: true, force: true });
      return;
    }
    picking = -1;
    if (!selected) choose(null, []);
    else choose(selected, selected.node !== undefined ? [selected.node] : [graph.from[selected.edge], graph.to[selected.edge]]);
  }
  function choose(selected, nodes) {
    const opened = state.open;
    state.selected = selected;
    if (!selected) state.open = null;
    update(bring(nodes) || opened !== state.open ? "nodes" : "choice", { step: true });
  }
  function goTo(i) {
    if (!state.types.has(graph.nodes.type[i])) {
      state.types.add(graph.nodes.type[i]);
      update("all");
    }
    select({ node: i });
    if (state.selected) lookAt(i);
  }
  function lookAt(i) {
    kept = true;
    stage.moveTo(graph.x[i], graph.y[i], Math.max(stage.camera().scale, 0.8));
  }
  function openPair(strand) {
    Object.assign(state, { open: [strand.a, strand.b], selected: strand.edges.length === 1 ? { edge: strand.edges[0] } : null });
    update("nodes", { step: true });
  }

  /* ---- from state to screen ---- */
  /* what: "all" when filters changed, "nodes" when other nodes are wanted, "choice" when neither. */
  function update(what, { step = false, refit = false, force = false } = {}) {
    if (what === "all") found = filters.apply(graph, state);
    if (what !== "choice") {
      shown = filters.visible(graph, found, state, narrowed());
      if (state.view === "table") rows.show(shown.edges);
      draw();
      if (refit && (force || !kept)) fit();
      if (what === "all") legend.refresh();
    }
    emphasize();
    tell();
    record(step);
  }
  function draw() {
    const open = state.open ? strands.pairKey(graph.size, ...state.open) : -1;
    stage.show({ graph, nodes: shown.nodes, strands: strands.bundle(graph, shown.edges, found.weight, open), words: data.words[state.lang] });
  }
  function narrowed() {
    if (state.path.length === 2) {
      route = paths.shortest(graph, found.passes, found.weight, ...state.path);
      return new Set(route.length ? route : state.path);
    }
    route = [];
    if (state.focus < 0) return null;
    return paths.neighbourhood(graph, found.passes, state.focus, state.depth, SHOWN_FOCUS);
  }
  function emphasize() {
    const { selected, open } = state;
    const lit = selected || open ? chosen(selected, open) : null;
    stage.emphasize(lit, lit ? lit.rings : []);
  }
  function chosen(selected, open) {
    if (selected && selected.node !== undefined) {
      const nodes = new Set([selected.node]);
      for (const e of graph.around.of(selected.node)) {
        if (found.passes[e]) [graph.from[e], graph.to[e]].forEach((node) => nodes.add(node));
      }
      return { nodes, rings: [selected.node], strands: ({ a, b }) => a === selected.node || b === selected.node };
    }
    const ends = open || [graph.from[selected.edge], graph.to[selected.edge]];
    const pair = strands.pairKey(graph.size, ...ends);
    return { nodes: new Set(ends), rings: ends, strands: (strand) => strand.key === pair };
  }
  function fit() {
    kept = false;
    state.camera = null;
    stage.fit(shown.nodes);
  }

  function tell() {
    const { selected } = state;
    if (picking >= 0) side.picking(picking);
    else if (selected && selected.node !== undefined) side.node(selected.node);
    else if (selected) side.edge(selected.edge);
    else if (state.open) side.pair(...state.open);
    else if (state.path.length) side.path(route);
    else side.hint();
    const all = shown.nodes.length < graph.size ? ` ${say("of")} ${graph.size.toLocaleString(state.lang)}` : "";
    $("count").textContent = `${shown.nodes.length.toLocaleString(state.lang)}${all} ${say("nodes")} · ${shown.edges.length.toLocaleString(state.lang)} ${say("edges")}`;
    $("note").textContent = state.focus >= 0 ? `${say("focus")}: ${graph.nodes.label[state.focus]}` : state.path.length ? say("path") : shown.nodes.length < shown.matching ? say("strongest") : "";
    $("whole").hidden = state.focus < 0 && !state.path.length && !state.hidden.size && !state.extra.size;
    Object.assign(document.documentElement.dataset, { nodes: shown.nodes.length, edges: shown.edges.length, view: state.view });
  }

  /* ---- the address: a step can be gone back to, a change of a filter only replaces the last ---- */
  const trail = { native: true, texts: [], at: -1 };
  function record(step) {
    const text = address.write(graph, state, start);
    if (text === trail.texts[trail.at]) return;
    if (step || trail.at < 0) trail.texts.splice((trail.at += 1), Infinity, text);
    else trail.texts[trail.at] = text;
    try {
      history[step ? "pushState" : "replaceState"](null, "", `#${text}`);
    } catch {
      trail.native = false;  // a frame without an address of its own, as in a notebook
    }
    told();
  }
  function told() {
    $("back").disabled = trail.at <= 0;
    $("forward").disabled = trail.at >= trail.texts.length - 1;
  }
  function walk(by) {
    if (trail.native) {
      history.go(by);
      return;
    }
    restore(trail.texts[trail.at + by]);
  }
  function restore(text) {
    const same = trail.texts.indexOf(text);
    if (same >= 0) trail.at = same;
    else trail.texts.splice((trail.at += 1), Infinity, text);
    const before = { lang: state.lang, theme: state.theme };
    state = address.read(graph, text, start);
    graph.x.set(graph.nodes.x);
    graph.y.set(graph.nodes.y);
    for (const [node, [x, y]] of state.moved) [graph.x[node], graph.y[node]] = [x, y];
    picking = -1;
    if (before.lang !== state.lang) speak();
    if (before.theme !== state.theme) dress();
    view();
    update("all", { refit: !state.camera, force: !state.camera });
    if (state.camera) {
      kept = true;
      stage.moveTo(...state.camera);
    }
    $("search").value = "";
    told();
  }
  window.addEventListener("popstate", () => {
    const text = location.hash.slice(1);
    if (text !== trail.texts[trail.at]) restore(text);
  });

  /* ---- parts of the page ---- */
  const page = { graph, say, words, key, quadKey, act, evidence, state: () => state, found: () => found, weight: () => found.weight, passes: () => found.passes };
  const side = panel.make($("panel"), page);
  const legend = controls.make($("filters"), page);
  const rows = listing.make($("table"), page);
  const stage = stages.make($("graph"), graph, data.options, {
    node: (i) => select({ node: i }), strand: openPair, nothing: () => select(null), expand: act.expand,
    moved: (node) => { state.moved.set(node, [graph.x[node], graph.y[node]]); kept = true; record(false); },
    looked: () => { kept = true; const { x, y, scale } = stage.camera(); state.camera = [x, y, scale]; record(false); },
    settled: () => { for (const i of shown.nodes) state.moved.set(i, [graph.x[i], graph.y[i]]); $("settle").setAttribute("aria-pressed", "false"); record(false); },
    title: (strand) => strand.edges.slice(0, 6).map((e) => `${side.title(e)} (${found.weight[e]})`).join("\n") + (strand.edges.length > 6 ? `\n+ ${strand.edges.length - 6}` : ""),
  });

  function dress() {
    document.documentElement.dataset.theme = state.theme;
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    stage.dress({ styles: data.styles, theme: state.theme, ink: colour("ink"), ground: colour("ground"), soft: colour("soft") });
    legend.build();
  }
  function speak() {
    document.documentElement.lang = state.lang;
    for (const target of document.querySelectorAll("[data-say]")) target.textContent = say(target.dataset.say);
    for (const target of document.querySelectorAll("[data-name]")) target.setAttribute("aria-label", say(target.dataset.name));
    $("search").placeholder = say("search");
    legend.build();
  }
  function view() {
    $("table").hidden = state.view !== "table";
    $("graph").hidden = state.view === "table";
    $("switch").textContent = say(state.view === "table" ? "graph_view" : "table_view");
    if (state.view === "graph") stage.redraw();
  }

  /* ---- search ---- */
  const names = search.index(graph);
  let choice = -1;
  function suggest() {
    const hits = search.find(names, $("search").value, 12);
    const typed = Boolean($("search").value.trim());
    $("suggestions").replaceChildren(...hits.map((i, n) => element("li",
      { role: "option", id: `s${n}`, "data-node": i, "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); pick(i); } },
      key(graph.nodes.type[i]), " ", graph.nodes.label[i], alias(i))));
    if (typed && !hits.length) $("suggestions").append(element("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("none")));
    $("suggestions").hidden = !typed;
    $("search").setAttribute("aria-expanded", String(typed));
    point(hits.length ? 0 : -1);
  }
  /* The alias that was met, where the label is not. */
  function alias(i) {
    const wanted = search.fold($("search").value.trim());
    if (names.labels[i].includes(wanted)) return null;
    const met = (graph.nodes.aliases[i] || []).find((name) => search.fold(name).includes(wanted));
    return met ? element("span", { class: "soft" }, ` (${met})`) : null;
  }
  function point(n) {
    choice = n;
    const items = [...$("suggestions").querySelectorAll("[data-node]")];
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === n)));
    if (n >= 0) $("search").setAttribute("aria-activedescendant", `s${n}`);
    else $("search").removeAttribute("aria-activedescendant");
  }
  function shut() {
    $("suggestions").hidden = true;
    $("search").setAttribute("aria-expanded", "false");
    point(-1);
  }
  function pick(i) {
    shut();
    $("search").value = graph.nodes.label[i];
    goTo(i);
  }
  $("search").addEventListener("input", suggest);
  $("search").addEventListener("blur", shut);
  $("search").addEventListener("keydown", (event) => {
    const items = [...$("suggestions").querySelectorAll("[data-node]")];
    if (event.key === "Enter" && items[choice]) pick(Number(items[choice].dataset.node));
    else if (event.key === "Escape") shut();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      point(Math.max(0, Math.min(items.length - 1, choice + (event.key === "ArrowDown" ? 1 : -1))));
    }
  });

  /* ---- keys: the graph is walked from node to node ---- */
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function neighbour([dx, dy]) {
    const at = state.selected && state.selected.node !== undefined ? state.selected.node : -1;
    if (at < 0) return shown.nodes.length ? shown.nodes[0] : -1;
    let best = -1;
    let least = Infinity;
    for (const i of shown.nodes) {
      const [x, y] = [graph.x[i] - graph.x[at], graph.y[i] - graph.y[at]];
      const ahead = x * dx + y * dy;
      const cost = ahead + 2 * Math.abs(x * dy - y * dx);
      if (ahead > 1 && cost < least) [best, least] = [i, cost];
    }
    return best;
  }
  $("graph").addEventListener("keydown", (event) => {
    if (ARROWS[event.key]) {
      const next = neighbour(ARROWS[event.key]);
      if (next >= 0) select({ node: next });
    } else if (event.key === "+" || event.key === "-") stage.zoom(event.key === "+" ? 1.25 : 0.8);
    else if (event.key === "0") fit();
    else if (event.key === "Enter") $("panel").focus();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing) {
      event.preventDefault();
      $("search").focus();
    } else if (event.key === "Escape" && !typing) select(null);
  });

  /* ---- take it away ---- */
  function save(parts, type, name) {
    const href = URL.createObjectURL(new Blob(parts, { type }));
    const anchor = element("a", { href, download: name });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(href), 10000);
  }
  function picture(ctx) {
    painter.paint(ctx, stage.scene(), stage.camera(), stage.look(), stage.only());
  }
  function asSvg() {
    const { width, height } = stage.camera();
    const ctx = svg.context(width, height, stage.look().ground, document.createElement("canvas").getContext("2d"));
    picture(ctx);
    return ctx.toString();
  }
  function asPng(done) {
    const { width, height } = stage.camera();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * 2, height * 2];
    const ctx = canvas.getContext("2d");
    ctx.scale(2, 2);
    ctx.fillStyle = stage.look().ground;
    ctx.fillRect(0, 0, width, height);
    picture(ctx);
    canvas.toBlob(done, "image/png");
  }
  const asCsv = () => tabular.csv(graph, shown.edges, found.weight, evidence, filters.passing(graph, state));
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const box = element("textarea", { class: "away" });
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand("copy");  // where the page has no right to the clipboard, as in a frame
      box.remove();
    }
  }

  const presses = {
    back: () => walk(-1), forward: () => walk(1), fit,
    settle: () => { const on = !stage.settling(); $("settle").setAttribute("aria-pressed", String(on)); stage.settle(on); },
    switch: () => { state.view = state.view === "table" ? "graph" : "table"; view(); update("nodes", { step: true }); },
    png: () => asPng((blob) => save([blob], "image/png", "alutsista.png")),
    svg: () => save([asSvg()], "image/svg+xml", "alutsista.svg"),
    csv: () => save([asCsv()], "text/csv;charset=utf-8", "alutsista.csv"),
    link: async () => { record(false); await copy(location.href); $("link").textContent = say("copied"); setTimeout(() => { $("link").textContent = say("link"); }, 1500); },
    lang: () => { state.lang = state.lang === "id" ? "en" : "id"; speak(); view(); update("nodes"); },
    theme: () => { state.theme = state.theme === "dark" ? "light" : "dark"; dress(); update("choice"); },
    whole: () => { Object.assign(state, { focus: -1, path: [], extra: new Set(), hidden: new Set(), open: null }); update("nodes", { step: true, refit: true, force: true }); },
    reset: () => {
      const { lang, theme } = state;
      state = { ...address.copy(start), lang, theme };
      graph.x.set(graph.nodes.x);
      graph.y.set(graph.nodes.y);
      $("search").value = "";
      view();
      update("all", { step: true, refit: true, force: true });
    },
  };
  for (const [id, press] of Object.entries(presses)) $(id).addEventListener("click", press);
  $("save").addEventListener("click", (event) => { if (event.target.closest("button")) $("save").open = false; });

  /* ---- start ---- */
  $("title").textContent = data.title;
  const canvas = $("graph").querySelector(".vis-network");
  canvas.setAttribute("role", "application");
  canvas.dataset.name = "graph";
  speak();
  dress();
  restore(location.hash.slice(1));
  stage.network.once("afterDrawing", () => { document.documentElement.dataset.ready = String(Math.round(performance.now())); });
  stage.redraw();
  window.alutsista = {
    network: stage.network, data, graph, stage, act, goTo, openPair, update, restore, asSvg, asCsv,
    state: () => state, found: () => found, shown: () => shown, find: (text) => search.find(names, text, 12), evidence,
  };
})();
