"use strict";
/* Joins the parts: what the reader chose is the state, and everything shown follows from it. */
(() => {
  const SHOWN_FOCUS = 400;  // nodes of a neighbourhood shown at once
  const SMALL = 0.35;  // share of the screen below which what is shown is brought nearer
  const data = JSON.parse(document.getElementById("data").textContent);
  const graph = model.make(data);
  const { drawing } = elements;
  const $ = (id) => document.getElementById(id);
  const start = {
    types: new Set(graph.types.names), categories: new Set(graph.categories.names), factuality: new Set(graph.factuality),
    relations: new Set(graph.relations.names.filter((name, i) => graph.quads[i] !== "none")),
    weight: 1, confidence: 0, since: null, until: null, shown: data.most_shown,
    extra: new Set(), hidden: new Set(), focus: -1, depth: 1, path: [], open: null, selected: null, moved: new Map(), camera: null,
    lang: data.lang, theme: data.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"), view: "graph",
  };
  let state = address.copy(start);
  let found = null;
  let shown = { nodes: [], edges: [], shown: new Uint8Array(graph.size), matching: 0 };
  let route = [];
  let picking = -1;
  let kept = false;  // the reader chose where to look, and keeps it

  /* ---- evidence, read when it is first wanted; it is the page's last part, and may not be there yet ---- */
  let texts = null;
  let early = false;
  const evidence = (e) => {
    if (document.readyState === "loading") {
      early = true;
      return [];
    }
    texts = texts || model.evidenceOf(graph, JSON.parse($("evidence").textContent));
    return texts(e);
  };

  document.addEventListener("DOMContentLoaded", () => { if (early) tell(); });

  /* ---- words and keys ---- */
  const languages = Object.keys(data.words);
  const words = (kind) => data.words[state.lang][kind];
  const say = (key) => words("text")[key];
  const number = (value) => value.toLocaleString(state.lang);
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
  let saying = 0;
  function announce(text) {
    clearTimeout(saying);
    saying = setTimeout(() => { $("said").textContent = text; }, 400);
  }

  /* ---- what the reader does ---- */
  const ends = (e) => [graph.from[e], graph.to[e]];
  const around = (i) => [...graph.around.of(i)].filter((e) => found.passes[e]).flatMap(ends);
  const act = {
    change: (step) => update("all", { step, refit: true }),
    node: (i) => select({ node: i }),
    edge: (e) => select({ edge: e }),
    expand: (i) => choose({ node: i }, around(i)),
    focus(i) {
      Object.assign(state, { focus: i, path: [], selected: { node: i }, open: null });
      update("nodes", { step: true, refit: true, force: true });
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
    cancel() {
      if (picking < 0) return;
      picking = -1;
      tell();
    },
    widen() {
      for (const name of ["types", "categories", "factuality"]) state[name] = new Set(start[name]);
      Object.assign(state, { relations: new Set(graph.relations.names), weight: 1, confidence: 0, since: null, until: null });
      legend.stop();
      update("all", { step: true });
    },
    copy: takeaway.copy,
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
    else choose(selected, selected.node !== undefined ? [selected.node] : ends(selected.edge));
  }
  function choose(selected, nodes) {
    const opened = state.open;
    state.selected = selected;
    if (opened && !(selected && selected.edge !== undefined && ends(selected.edge).every((i) => opened.includes(i)))) state.open = null;
    update(bring(nodes) || opened !== state.open ? "nodes" : "choice", { step: true });
  }
  function goTo(i) {
    if (!found.nodes[i]) {
      state.types.add(graph.nodes.type[i]);
      state.categories.add(graph.nodes.category[i] || "");
      update("all");
    }
    select({ node: i });
    if (state.selected) lookAt(i);
  }
  function lookAt(i) {
    stage.moveTo(graph.x[i], graph.y[i], Math.max(stage.camera().scale, 0.8));
    looked();
  }
  function looked(step = false) {
    kept = true;
    const { x, y, scale } = stage.camera();
    state.camera = [x, y, scale];
    record(step);
  }
  function openPair(strand) {
    picking = -1;
    Object.assign(state, { open: [strand.a, strand.b], selected: strand.edges.length === 1 ? { edge: strand.edges[0] } : null });
    update("nodes", { step: true });
  }

  /* ---- from state to screen ---- */
  /* what: "all" when filters changed, "nodes" when other nodes are wanted, "choice" when neither. */
  function update(what, { step = false, refit = false, force = false } = {}) {
    if (what === "all") found = filters.apply(graph, state);
    if (what !== "choice") {
      shown = filters.visible(graph, found, state, narrowed(), state.focus >= 0 ? [state.focus] : route);
      draw();
      if (refit && (force || (!kept && misplaced()))) fit();
      legend.refresh();
    }
    if (state.view === "table") rows.show(shown.edges);
    emphasize();
    tell();
    record(step);
  }
  function draw() {
    const open = state.open ? strands.pairKey(graph.size, ...state.open) : -1;
    stage.show({ graph, nodes: shown.nodes, strands: strands.bundle(graph, shown.edges, found, open), words: data.words[state.lang] });
  }
  function narrowed() {
    route = [];
    if (state.path.length === 2) {
      route = paths.shortest(graph, found.passes, found.weight, ...state.path);
      for (const i of route) state.hidden.delete(i);
      return new Set(route.length ? route : state.path);
    }
    if (state.focus < 0) return null;
    return paths.neighbourhood(graph, found.passes, state.focus, state.depth, SHOWN_FOCUS);
  }
  /* Whether what is shown lies outside the screen or in a small part of it. */
  function misplaced() {
    if (!shown.nodes.length) return false;
    const best = shapes.fitting(graph, shown.nodes, stage.camera());
    return stage.camera().scale < SMALL * best.scale || !stage.within(shown.nodes);
  }
  function emphasize() {
    const lit = stands(state.selected) ? chosen(state.selected) : !state.selected && state.open ? pairOf(state.open) : null;
    stage.emphasize(lit, lit ? lit.rings : []);
  }
  /* Whether what was chosen still passes the filters. */
  const stands = (selected) => Boolean(selected) && (selected.node !== undefined ? Boolean(shown.shown[selected.node]) : found.passes[selected.edge] === 1);
  function chosen({ node, edge }) {
    if (node === undefined) return { ...pairOf(ends(edge)), strands: (strand) => strand.edges.includes(edge) };
    return { nodes: new Set([node, ...around(node)]), rings: [node], strands: ({ a, b }) => a === node || b === node };
  }
  function pairOf(pair) {
    const name = strands.pairKey(graph.size, ...pair);
    return { nodes: new Set(pair), rings: pair, strands: (strand) => strand.key === name };
  }
  function fit() {
    kept = false;
    state.camera = null;
    stage.fit(shown.nodes);
  }

  /* ---- what is said beside the picture ---- */
  function tell() {
    const { selected } = state;
    if (picking >= 0) side.picking(picking);
    else if (selected && !stands(selected)) side.filtered(selected.node !== undefined ? graph.nodes.label[selected.node] : side.title(selected.edge));
    else if (selected && selected.node !== undefined) side.node(selected.node);
    else if (selected) side.edge(selected.edge);
    else if (state.open) side.pair(...state.open);
    else if (state.path.length) side.path(route);
    else side.hint();
    const part = shown.nodes.length < shown.matching ? ` ${say("of")} ${number(shown.matching)}` : "";
    $("count").textContent = `${number(shown.nodes.length)}${part} ${say("nodes")} · ${number(shown.edges.length)} ${say("edges")}`;
    $("count").title = `${number(graph.size)} ${say("nodes")}, ${number(graph.count)} ${say("edges")}`;
    $("note").textContent = note();
    $("note").title = $("note").textContent;
    $("depth").hidden = state.focus < 0;
    $("steps").value = state.depth;
    $("step").textContent = String(state.depth);
    $("whole").hidden = state.focus < 0 && !state.path.length && !state.hidden.size && !state.extra.size;
    $("empty").hidden = shown.nodes.length > 0;
    Object.assign(document.documentElement.dataset, { nodes: shown.nodes.length, edges: shown.edges.length, view: state.view });
    announce([selected || state.open ? $("panel").querySelector("h2")?.textContent : "", $("count").textContent].filter(Boolean).join(". "));
  }
  function note() {
    if (state.focus >= 0) return `${say("focus")}: ${graph.nodes.label[state.focus]}${shown.nodes.length >= SHOWN_FOCUS ? ` (${say("cut")})` : ""}`;
    if (state.path.length) return say("path");
    return [data.partly && say("partly"), shown.nodes.length < shown.matching && say("strongest")].filter(Boolean).join(" · ");
  }

  /* ---- the way back ---- */
  const past = trail.make((text) => restore(text, true), (back, forward) => {
    $("back").disabled = !back;
    $("forward").disabled = !forward;
  });
  const record = (step) => past.keep(address.write(graph, state, start), step);
  /* Going back leaves language and theme as they are: they say nothing of the graph. */
  function restore(text, back, first = false) {
    const { lang, theme } = state;
    state = address.read(graph, text, start, languages);
    if (back) Object.assign(state, { lang, theme });
    calm();
    graph.x.set(graph.nodes.x);
    graph.y.set(graph.nodes.y);
    for (const [node, [x, y]] of state.moved) [graph.x[node], graph.y[node]] = [x, y];
    if (first || lang !== state.lang || theme !== state.theme) clothe();
    view();
    const { camera } = state;
    update("all", { refit: !camera, force: !camera });
    if (camera) {
      stage.moveTo(...camera);
      looked();
    }
    $("search").value = "";
  }
  /* Ends what runs by itself. */
  function calm() {
    picking = -1;
    legend.stop();
    stage.settle(false);
    resting();
  }

  /* ---- parts of the page ---- */
  const page = {
    graph, say, words, key, quadKey, act, evidence, announce, heaviest: data.heaviest, state: () => state, found: () => found, shown: () => shown,
    narrow: (i) => new Set(around(i).filter((node) => !shown.shown[node])).size, title: (e) => side.title(e),
  };
  const side = panel.make($("panel"), page);
  const legend = controls.make($("filters"), page);
  const rows = listing.make($("table"), page);
  const stage = stages.make($("graph"), graph, data.options, {
    node: (i) => select({ node: i }), strand: openPair, nothing: () => select(null), expand: act.expand, looked: () => looked(),
    moved: (node) => { state.moved.set(node, [graph.x[node], graph.y[node]]); looked(true); },
    settled: () => { resting(); remember(); fit(); record(true); },
    title: (strand) => strand.edges.slice(0, 6).map((e) => `${side.title(e)} (${found.weight[e]})`).join("\n") + (strand.edges.length > 6 ? `\n+ ${strand.edges.length - 6}` : ""),
  });
  const box = searchbox.make($("search"), $("suggestions"), page, goTo);
  function remember() {
    for (const i of shown.nodes) state.moved.set(i, [graph.x[i], graph.y[i]]);
  }
  function resting() {
    $("settle").setAttribute("aria-pressed", String(stage.settling()));
    $("settle").textContent = say(stage.settling() ? "stop" : "settle");
  }

  /* Words and colours are those of the state. */
  function clothe() {
    speak();
    dress();
    legend.build();
  }
  function dress() {
    document.documentElement.dataset.theme = state.theme;
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    stage.dress({ styles: data.styles, theme: state.theme, ink: colour("ink"), ground: colour("ground"), soft: colour("soft") });
  }
  function speak() {
    document.documentElement.lang = state.lang;
    for (const target of document.querySelectorAll("[data-say]")) target.textContent = say(target.dataset.say);
    for (const target of document.querySelectorAll("[data-name]")) target.setAttribute("aria-label", say(target.dataset.name));
    $("search").placeholder = say("search");
    resting();
  }
  function view() {
    $("table").hidden = state.view !== "table";
    $("graph").classList.toggle("covered", state.view === "table");
    $("switch").textContent = say(state.view === "table" ? "graph_view" : "table_view");
    document.documentElement.dataset.view = state.view;
  }

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
  function zoom(factor) {
    stage.zoom(factor);
    looked();
  }
  $("graph").addEventListener("keydown", (event) => {
    if (ARROWS[event.key]) {
      const next = neighbour(ARROWS[event.key]);
      if (next >= 0) {
        select({ node: next });
        if (!stage.within([next])) lookAt(next);
      }
    } else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.25 : 0.8);
    else if (event.key === "0") fit();
    else if (event.key === "Enter") $("panel").focus();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const typing = document.activeElement.matches("input[type=search], textarea");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      $("search").focus();
    } else if (event.key === "Escape" && !typing) {
      if ($("save").open) shutMenu(true);
      else if (picking >= 0) act.cancel();
      else select(null);
    }
  });
  function shutMenu(focus) {
    $("save").open = false;
    if (focus) $("save").querySelector("summary").focus();
  }
  document.addEventListener("pointerdown", (event) => { if (!$("save").contains(event.target)) shutMenu(false); });

  /* ---- buttons ---- */
  const asCsv = () => tabular.csv(graph, shown.edges, found, evidence, filters.passing(graph, state));
  const presses = {
    back: () => past.walk(-1), forward: () => past.walk(1), fit: () => { fit(); record(false); },
    nearer: () => zoom(1.25), farther: () => zoom(0.8), skip: () => $("panel").focus(),
    settle: () => {
      const on = !stage.settling();
      stage.settle(on);
      resting();
      if (on) return;
      remember();
      record(true);
    },
    switch: () => { state.view = state.view === "table" ? "graph" : "table"; view(); update("nodes", { step: true }); },
    png: () => takeaway.savePng(stage, "alutsista.png"),
    svg: () => takeaway.save([takeaway.asSvg(stage)], "image/svg+xml", "alutsista.svg"),
    csv: () => takeaway.save([asCsv()], "text/csv;charset=utf-8", "alutsista.csv"),
    link: async () => {
      record(false);
      $("link").textContent = say((await takeaway.copy(location.href)) ? "copied" : "not_copied");
      setTimeout(() => { $("link").textContent = say("link"); }, 1500);
    },
    lang: () => { state.lang = languages[(languages.indexOf(state.lang) + 1) % languages.length]; clothe(); view(); update("nodes"); },
    theme: () => { state.theme = state.theme === "dark" ? "light" : "dark"; clothe(); update("nodes"); },
    whole: () => {
      Object.assign(state, { focus: -1, path: [], extra: new Set(), hidden: new Set(), open: null });
      update("nodes", { step: true, refit: true, force: true });
      canvas.focus();
    },
    unfilter: act.widen,
    reset: () => {
      const { lang, theme } = state;
      calm();
      state = { ...address.copy(start), lang, theme };
      graph.x.set(graph.nodes.x);
      graph.y.set(graph.nodes.y);
      $("search").value = "";
      view();
      update("all", { step: true, refit: true, force: true });
    },
  };
  for (const [id, press] of Object.entries(presses)) $(id).addEventListener("click", press);
  $("save").addEventListener("click", (event) => { if (event.target.closest("button")) shutMenu(true); });
  $("steps").addEventListener("input", () => {
    state.depth = Number($("steps").value);
    update("nodes", { refit: true, force: true });
  });

  /* ---- start ---- */
  $("title").textContent = data.title;
  $("link").hidden = location.protocol === "about:";  // a frame has no address to give
  const canvas = $("graph").querySelector(".vis-network");
  canvas.setAttribute("role", "application");
  canvas.dataset.name = "graph";
  restore(past.begin(), false, true);
  stage.network.once("afterDrawing", () => { document.documentElement.dataset.ready = String(Math.round(performance.now())); });
  stage.redraw();
  window.alutsista = {
    network: stage.network, data, graph, stage, act, goTo, openPair, update, asCsv, evidence, asSvg: () => takeaway.asSvg(stage),
    state: () => state, found: () => found, shown: () => shown, find: box.find,
  };
})();
