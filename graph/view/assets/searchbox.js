"use strict";
/* The search box with its suggestions. */
const searchbox = (() => {
  const MOST = 12;

  /* page as that of the panel; pick(i): what to do with the node chosen. */
  function make(box, list, page, pick) {
    const { element } = elements;
    const { graph, say } = page;
    const names = search.index(graph);
    let choice = -1;
    const items = () => [...list.querySelectorAll("[data-node]")];

    function suggest() {
      const typed = Boolean(box.value.trim());
      const hits = search.find(names, box.value, Infinity);
      list.replaceChildren(...hits.slice(0, MOST).map(option));
      if (typed && hits.length !== items().length) list.append(note(`${MOST} ${say("of")} ${hits.length}`));
      if (typed && !hits.length) list.append(note(say("none")));
      list.hidden = !typed;
      box.setAttribute("aria-expanded", String(typed));
      page.announce(typed ? `${hits.length} ${say("found")}` : "");
      point(hits.length ? 0 : -1);
    }
    function option(i, n) {
      const press = (event) => {
        event.preventDefault();
        choose(i);
      };
      return element("li", { role: "option", id: `s${n}`, "data-node": i, "aria-selected": "false", onmousedown: press },
        page.key(graph.nodes.type[i]), " ", graph.nodes.label[i], alias(i));
    }
    const note = (text) => element("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "soft" }, text);
    /* The alias that was met, where the label is not. */
    function alias(i) {
      const wanted = search.fold(box.value.trim());
      if (names.labels[i].includes(wanted)) return null;
      const met = (graph.nodes.aliases[i] || []).find((name) => search.fold(name).includes(wanted));
      return met ? element("span", { class: "soft" }, ` (${met})`) : null;
    }
    function point(n) {
      choice = n;
      items().forEach((item, i) => item.setAttribute("aria-selected", String(i === n)));
      if (n >= 0) {
        box.setAttribute("aria-activedescendant", `s${n}`);
        items()[n].scrollIntoView({ block: "nearest" });
      } else box.removeAttribute("aria-activedescendant");
    }
    function shut() {
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
      point(-1);
    }
    function choose(i) {
      shut();
      box.value = graph.nodes.label[i];
      pick(i);
    }
    box.addEventListener("input", suggest);
    box.addEventListener("blur", shut);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && items()[choice]) choose(Number(items()[choice].dataset.node));
      else if (event.key === "Escape") {
        shut();
        page.act.cancel();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (items().length) point(Math.max(0, Math.min(items().length - 1, choice + (event.key === "ArrowDown" ? 1 : -1))));
      }
    });
    return { find: (text) => search.find(names, text, MOST) };
  }

  return { make };
})();
