"use strict";
/* The table view: the relations shown, in words, for reading without the picture. */
const listing = (() => {
  const AT_ONCE = 200;

  /* page as that of the panel. */
  function make(target, page) {
    const { element } = elements;
    const { graph, say } = page;
    const columns = [
      ["agent", (e) => graph.nodes.label[graph.from[e]]], ["relation", (e) => page.words("relation")[graph.edges.relation[e]]],
      ["target", (e) => graph.nodes.label[graph.to[e]]], ["weapon", (e) => (graph.weapon[e] >= 0 ? graph.nodes.label[graph.weapon[e]] : "")],
      ["factuality", (e) => page.words("factuality")[graph.factuality[page.found().certainty[e]]]],
      ["articles_column", (e) => page.found().weight[e]], ["first", (e) => graph.days[page.found().since[e]] || ""], ["last", (e) => graph.days[page.found().until[e]] || ""],
    ];
    let order = { column: 5, down: true };
    let most = AT_ONCE;
    let shown = [];

    function sorted() {
      const value = columns[order.column][1];
      const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b));
      return [...shown].sort((a, b) => compare(value(a), value(b)) * (order.down ? -1 : 1) || a - b);
    }
    function head([name], i) {
      const press = () => {
        order = { column: i, down: order.column === i ? !order.down : i === 5 };
        draw();
        target.querySelectorAll("th button")[i].focus();
      };
      const arrow = order.column === i ? (order.down ? " ▼" : " ▲") : "";
      return element("th", { scope: "col", "aria-sort": order.column === i ? (order.down ? "descending" : "ascending") : "none" },
        element("button", { type: "button", onclick: press }, say(name), element("span", { "aria-hidden": "true" }, arrow)));
    }
    function line(e) {
      const cells = columns.map(([, value], i) => (i === 1
        ? element("td", {}, element("button", { type: "button", "data-edge": e, "aria-label": page.title(e), onclick: () => page.act.edge(e) }, page.quadKey(graph.quads[graph.relations.codes[e]]), " ", value(e)))
        : element("td", { class: typeof value(e) === "number" ? "amount" : i > 5 ? "day" : "" }, String(value(e)))));
      const { selected } = page.state();
      return element("tr", selected && selected.edge === e ? { class: "chosen" } : {}, ...cells);
    }
    function draw() {
      const rest = shown.length - most;
      const more = rest > 0 ? element("button", { type: "button", onclick: () => { most += AT_ONCE; draw(); } }, `+ ${rest} ${say("more")}`) : null;
      target.replaceChildren(
        element("table", {}, element("caption", {}, `${shown.length} ${say("edges")}`), element("thead", {}, element("tr", {}, ...columns.map(head))),
          element("tbody", {}, ...sorted().slice(0, most).map(line))),
        ...(more ? [more] : []));
    }
        function show(edges) {
      if (shown !== edges) most = AT_ONCE;
      shown = edges;
      const inside = target.contains(document.activeElement) ? document.activeElement.dataset.edge : undefined;
      draw();
      if (inside !== undefined) target.querySelector(`[data-edge="${inside}"]`)?.focus();
    }
    return { show };
  }

  return { make };
})();
