"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { words, styles, relations } = data;
  const { element, drawing, facts } = elements;
  const say = (key) => words.text[key];
  const byId = new Map(data.nodes.map((node) => [node.id, node]));
  const edgeById = new Map(data.edges.map((edge) => [edge.id, edge]));
  const $ = (id) => document.getElementById(id);
  const dashes = { solid: false, dashed: [9, 5], dotdash: [10, 4, 2, 4], dotted: [2, 4] };

  const state = fresh();
  function fresh() {
    return {
      types: new Set(Object.keys(words.type)),
      relations: new Set(Object.keys(relations).filter((name) => name !== "CO_OCCURS")),
      factuality: new Set(Object.keys(words.factuality)),
      weight: 1,
      extra: new Set(),
    };
  }

  /* ---- keys ---- */
  function typeKey(type) {
    const { colour, mark } = styles.type[type];
    const shapes = {
      dot: ["circle", { cx: 7, cy: 7, r: 6, fill: colour }],
      square: ["rect", { x: 1.5, y: 1.5, width: 11, height: 11, fill: colour }],
      triangle: ["path", { d: "M7 1 L13.5 13 L0.5 13 Z", fill: colour }],
    };
    return drawing(14, 14, shapes[mark]);
  }
  function quadKey(quad) {
    const { colour, mark } = styles.quad[quad];
    const dash = dashes[mark] ? dashes[mark].join(" ") : "none";
    return drawing(26, 10, ["path", { d: "M1 5 H25", stroke: colour, "stroke-width": 3, "stroke-dasharray": dash }]);
  }

  /* ---- what is shown ---- */
  const strongest = new Set(data.nodes.slice(0, data.most_shown).map((node) => node.id));
  const reachable = (id) => strongest.has(id) || state.extra.has(id);
  function passes(edge) {
    return (
      state.relations.has(edge.relation) && state.factuality.has(edge.factuality) && edge.weight >= state.weight &&
      [edge.from, edge.to].every((id) => byId.has(id) && state.types.has(byId.get(id).type) && reachable(id))
    );
  }
  function visible() {
    const edges = data.edges.filter(passes);
    const touched = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
    const nodes = data.nodes.filter(
      (node) => state.types.has(node.type) && reachable(node.id) && (touched.has(node.id) || state.extra.has(node.id)));
    return { nodes, edges };
  }

  /* ---- network ---- */
  const nodeSet = new vis.DataSet();
  const edgeSet = new vis.DataSet();
  function nodeLook(node) {
    const { colour, mark } = styles.type[node.type];
    const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();
    const ground = getComputedStyle(document.documentElement).getPropertyValue("--ground").trim();
    const size = 9 + 4 * Math.sqrt(node.strength || 0);
    return {
      id: node.id, label: node.label, x: node.x, y: node.y, shape: mark, size: Math.min(size, 38),
      color: { background: colour, border: colour, highlight: { background: colour, border: ink }, hover: { background: colour, border: ink } },
      borderWidth: 1, borderWidthSelected: 4,
      font: { color: ink, size: Math.min(16 + Math.sqrt(node.strength || 0), 23), strokeWidth: 4, strokeColor: ground },
    };
  }
  function edgeLook(edge, place) {
    const { colour, mark } = styles.quad[relations[edge.relation].quad];
    const loops = edge.from === edge.to;
    const bend = Math.ceil(place / 2) * 0.13 * (place % 2 ? 1 : -1) * (edge.from < edge.to ? 1 : -1);
    return {
      id: edge.id, from: edge.from, to: edge.to, title: edgeTitle(edge),
      color: { color: colour, highlight: colour, hover: colour, opacity: edge.factuality === "asserted" ? 0.9 : 0.55 },
      width: Math.min(1.4 + Math.sqrt(edge.weight), 6), dashes: dashes[mark],
      arrows: edge.directed ? { to: { enabled: true, scaleFactor: 0.65 } } : "",
      smooth: loops || place === 0 ? false : { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) },
      selectionWidth: 2, hoverWidth: 1,
    };
  }
  function edgeTitle(edge) {
    const name = (id) => byId.get(id).label;
    const what = edge.weapon ? `: ${label(edge.weapon)}` : "";
    return `${name(edge.from)} ${relations[edge.relation].label} ${name(edge.to)}${what} (${edge.weight} ${say("articles")})`;
  }
  const label = (id) => (byId.has(id) ? byId.get(id).label : String(id).split(":").slice(1).join(":"));

  let moved = false;  // by the reader, who then keeps the place
  const network = new vis.Network($("graph"), { nodes: nodeSet, edges: edgeSet }, data.options);
  network.on("click", ({ nodes, edges }) => {
    if (nodes.length) showNode(nodes[0]);
    else if (edges.length) showEdge(edges[0]);
    else showHint();
  });

  network.on("zoom", () => { moved = true; });
  network.on("dragEnd", () => { moved = true; });

  function fit() {
    moved = false;
    network.fit({ animation: false });
  }
  function redraw() {
    draw();
    if (!moved) fit();
  }
  function draw() {
    const shown = visible();
    const places = new Map();
    const looks = shown.edges.map((edge) => {
      const pair = [edge.from, edge.to].sort().join("\u0000");
      const place = places.get(pair) || 0;
      places.set(pair, place + 1);
      return edgeLook(edge, place);
    });
    edgeSet.clear();
    nodeSet.clear();
    nodeSet.add(shown.nodes.map(nodeLook));
    edgeSet.add(looks);
    const all = data.nodes.length > data.most_shown ? ` ${say("of")} ${data.nodes.length}` : "";
    $("count").textContent = `${shown.nodes.length}${all} ${say("nodes")} · ${shown.edges.length} ${say("edges")}`;
    $("count").title = all ? say("strongest") : "";
    document.documentElement.dataset.nodes = shown.nodes.length;
    document.documentElement.dataset.edges = shown.edges.length;
  }
  function focus(id) {
    if (!nodeSet.get(id)) {
      state.extra.add(id);
      for (const edge of data.edges) {
        if (state.extra.size > 60) break;
        if (edge.relation !== "CO_OCCURS" && (edge.from === id || edge.to === id)) state.extra.add(edge.from).add(edge.to);
      }
      state.types.add(byId.get(id).type);
      buildFilters();
      draw();
    }
    network.selectNodes([id]);
    moved = true;
    network.focus(id, { scale: Math.max(network.getScale(), 0.9), animation: false });
    showNode(id);
  }

  /* ---- panel ---- */
  function fill(...children) {
    const panel = $("panel");
    panel.replaceChildren(...children.flat().filter((child) => child !== null));
    panel.scrollTop = 0;
  }
  const showHint = () => fill(element("p", { class: "hint" }, say("hint")), element("p", { class: "hint" }, say("scale")));
  const range = (first, last) => (first && last && first !== last ? `${first} – ${last}` : first || last);
  function showNode(id) {
    const node = byId.get(id);
    const own = data.edges.filter((edge) => edge.from === id || edge.to === id);
    const groups = new Map();
    for (const edge of own) {
      const group = groups.get(edge.relation) || [];
      group.push(edge);
      groups.set(edge.relation, group);
    }
    const list = Object.keys(relations).filter((name) => groups.has(name)).map((name) => element("section", {},
      element("h3", {}, relations[name].label),
      ...groups.get(name).sort((a, b) => b.weight - a.weight).slice(0, 40).map((edge) => relationButton(edge, id))));
    fill(
      element("h2", {}, typeKey(node.type), " ", node.label),
      facts([
        [words.type[node.type], `${node.articles} ${say("articles")}, ${node.mentions} ${say("mentions")}`],
        [say("aliases"), (node.aliases || []).filter((name) => name !== node.label).join(", ")],
        [say("office"), node.office], [say("country"), node.type === "PERSON" && node.country ? label(`country:${node.country}`) : null],
        [say("category"), node.category], [say("dates"), range(node.first, node.last)],
      ]),
      list);
  }
  function relationButton(edge, id) {
    const other = edge.from === id ? edge.to : edge.from;
    const arrow = !edge.directed ? "↔" : edge.from === id ? "→" : "←";
    const what = edge.weapon ? ` · ${label(edge.weapon)}` : "";
    return element("button", { class: "relation", type: "button", onclick: () => showEdge(edge.id) },
      `${arrow} ${label(other)}${what} (${edge.weight})`);
  }
  function showEdge(id) {
    const edge = edgeById.get(id);
    if (edgeSet.get(id)) network.selectEdges([id]);
    const parallel = data.edges.filter((other) => other.id !== id && passes(other) &&
      [other.from, other.to].sort().join("\u0000") === [edge.from, edge.to].sort().join("\u0000"));
    const found = data.evidence[id] || [];
    const more = edge.sentences - found.length;
    fill(
      element("h2", {}, label(edge.from), edge.directed ? " → " : " ↔ ", label(edge.to)),
      facts([
        [relations[edge.relation].label, words.quad[relations[edge.relation].quad]],
        [say("weapon"), edge.weapon ? label(edge.weapon) : null],
        [say("factuality"), words.factuality[edge.factuality]],
        [say("when"), range(edge.first, edge.last)],
      ]),
      element("h3", {}, say("evidence")),
      ...found.map((item) => quotation(item, edge)),
      more > 0 ? element("p", { class: "soft" }, `+ ${more} ${say("more")}`) : null,
      parallel.length ? element("h3", {}, say("relations")) : null,
      ...parallel.map((other) => element("button", { class: "relation", type: "button", onclick: () => showEdge(other.id) }, edgeTitle(other))));
  }
  function quotation(item, edge) {
    const article = data.articles[item.article] || {};
    const title = article.title || say("untitled");
    const safe = /^https?:\/\//i.test(article.url || "");
    const name = safe
      ? element("a", { href: article.url, rel: "noopener noreferrer", target: "_blank" }, title)
      : element("cite", {}, title);
    const about = [article.publisher, article.published, item.date ? `${say("event")} ${item.date}` : null, words.factuality[item.factuality], item.role,
      `${say("confidence")} ${item.confidence}`].filter(Boolean).join(" · ");
    return element("blockquote", {}, marked(item, edge), element("footer", {}, name, ` · ${about}`));
  }
  /* The sentence with cue and names marked, by splitting the text, never by markup. */
  function marked(item, edge) {
    const spans = [];
    if (item.cue) spans.push([item.cue[0], item.cue[1], ""]);
    for (const id of [edge.from, edge.to, edge.weapon]) {
      for (const alias of byId.has(id) ? [...(byId.get(id).aliases || []), byId.get(id).label] : []) {
        for (let at = item.text.indexOf(alias); alias && at >= 0; at = item.text.indexOf(alias, at + alias.length)) {
          spans.push([at, at + alias.length, "name"]);
        }
      }
    }
    spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const line = element("p");
    let done = 0;
    for (const [start, end, kind] of spans) {
      if (start < done || end > item.text.length) continue;
      line.append(item.text.slice(done, start), element("mark", { class: kind }, item.text.slice(start, end)));
      done = end;
    }
    line.append(item.text.slice(done));
    return line;
  }

  /* ---- filters, which are the legend ---- */
  function option(set, value, text, key, amount) {
    const box = element("input", { type: "checkbox", "data-value": value });
    box.checked = set.has(value);
    box.addEventListener("change", () => {
      if (box.checked) set.add(value);
      else set.delete(value);
      redraw();
    });
    return element("label", { class: "option" }, box, key, element("span", {}, text), element("span", { class: "amount" }, String(amount)));
  }
  function tally(items, field) {
    const counts = {};
    for (const item of items) counts[item[field]] = (counts[item[field]] || 0) + 1;
    return counts;
  }
  function buildFilters() {
    const types = tally(data.nodes, "type");
    const kinds = tally(data.edges, "relation");
    const facts_ = tally(data.edges, "factuality");
    const group = (title, ...children) => element("fieldset", {}, element("legend", {}, title), ...children);
    const quads = Object.keys(words.quad).map((quad) => {
      const names = Object.keys(relations).filter((name) => relations[name].quad === quad && kinds[name]);
      return names.length
        ? [element("p", { class: "group" }, quadKey(quad), words.quad[quad]),
          ...names.map((name) => option(state.relations, name, relations[name].label, null, kinds[name]))]
        : [];
    });
    const most = Math.max(1, ...data.edges.map((edge) => edge.weight));
    const slider = element("input", { type: "range", min: 1, max: most, value: state.weight, "aria-label": say("min_weight") });
    const value = element("span", { class: "amount" }, String(state.weight));
    slider.addEventListener("input", () => {
      state.weight = Number(slider.value);
      value.textContent = slider.value;
      redraw();
    });
    $("filters").replaceChildren(
      group(say("types"), ...Object.keys(words.type).filter((t) => types[t]).map((t) => option(state.types, t, words.type[t], typeKey(t), types[t]))),
      group(say("relations"), ...quads.flat()),
      group(say("factuality"), ...Object.keys(words.factuality).filter((f) => facts_[f]).map((f) => option(state.factuality, f, words.factuality[f], null, facts_[f]))),
      group(say("min_weight"), element("label", { class: "option" }, slider, value)));
  }

  /* ---- search ---- */
  const index = data.nodes.map((node) => [[node.label, ...(node.aliases || [])].join("\n").toLowerCase(), node]);
  let choice = -1;
  function suggest() {
    const wanted = $("search").value.trim().toLowerCase();
    const found = wanted ? index.filter(([text]) => text.includes(wanted)).slice(0, 12).map(([, node]) => node) : [];
    choice = found.length ? 0 : -1;
    const list = $("suggestions");
    list.replaceChildren(...found.map((node, i) => element("li",
      { role: "option", id: `s${i}`, "data-id": node.id, "aria-selected": String(i === 0), onmousedown: () => choose(node.id) },
      typeKey(node.type), " ", node.label)));
    if (wanted && !found.length) list.append(element("li", { role: "option", "aria-disabled": "true" }, say("none")));
    list.hidden = !wanted;
    $("search").setAttribute("aria-expanded", String(Boolean(wanted)));
  }
  function choose(id) {
    $("suggestions").hidden = true;
    $("search").setAttribute("aria-expanded", "false");
    $("search").value = byId.get(id).label;
    focus(id);
  }
  $("search").addEventListener("input", suggest);
  $("search").addEventListener("blur", () => { $("suggestions").hidden = true; });
  $("search").addEventListener("keydown", (event) => {
    const items = [...$("suggestions").querySelectorAll("[data-id]")];
    if (event.key === "Enter" && items[choice]) choose(items[choice].dataset.id);
    else if (event.key === "Escape") $("suggestions").hidden = true;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choice = Math.max(0, Math.min(items.length - 1, choice + (event.key === "ArrowDown" ? 1 : -1)));
      items.forEach((item, i) => item.setAttribute("aria-selected", String(i === choice)));
    }
  });

  /* ---- start ---- */
  function theme(name) {
    document.documentElement.dataset.theme = name;
    if (nodeSet.length) draw();
  }
  $("search").placeholder = say("search");
  $("search").setAttribute("aria-label", say("search_label"));
  $("filters").setAttribute("aria-label", say("relations"));
  const canvas = $("graph").querySelector(".vis-network");
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", say("graph"));
  $("panel").setAttribute("aria-label", say("evidence"));
  for (const name of ["fit", "reset", "theme"]) $(name).textContent = say(name);
  $("fit").addEventListener("click", fit);
  $("theme").addEventListener("click", () => theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  $("reset").addEventListener("click", () => {
    Object.assign(state, fresh());
    $("search").value = "";
    buildFilters();
    draw();
    network.unselectAll();
    fit();
    showHint();
  });
  theme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  buildFilters();
  draw();
  showHint();
  network.once("afterDrawing", () => { document.documentElement.dataset.ready = "1"; });
  fit();
  window.alutsista = { network, showNode, showEdge, focus, data };
})();
