"use strict";
/* The filters, which are the legend: built once, then only their numbers and ticks change. */
const controls = (() => {
  const STEP = 700;  // milliseconds that play stays at a month

  /* page: {graph, say, words, key, quadKey, state(), found(), act: {change(keep)}}. */
  function make(target, page) {
    const { element, drawing } = elements;
    const { graph, say } = page;
    const refreshers = [];
    let player = 0;

    function option(set, value, key, text, kind) {
      const box = element("input", { type: "checkbox", "data-value": value });
      const amount = element("span", { class: "amount" });
      box.addEventListener("change", () => {
        if (box.checked) page.state()[set].add(value);
        else page.state()[set].delete(value);
        page.act.change();
      });
      refreshers.push(() => {
        box.checked = page.state()[set].has(value);
        amount.textContent = String(page.found().amounts[kind][value] || 0);
      });
      return element("label", { class: "option" }, box, key, element("span", {}, text), amount);
    }
    /* One tick for all of a group; half a tick when some are off. */
    function heading(names, key, text) {
      const box = element("input", { type: "checkbox" });
      box.addEventListener("change", () => {
        for (const name of names) {
          if (box.checked) page.state().relations.add(name);
          else page.state().relations.delete(name);
        }
        page.act.change();
      });
      refreshers.push(() => {
        const on = names.filter((name) => page.state().relations.has(name)).length;
        box.checked = on === names.length;
        box.indeterminate = on > 0 && on < names.length;
      });
      return element("label", { class: "option group" }, box, key, element("span", {}, text));
    }
    function slider(name, text, low, high, step, shown) {
      const box = element("input", { type: "range", min: low, max: high, step, "aria-label": text, "data-value": name });
      const value = element("span", { class: "amount" });
      box.addEventListener("input", () => {
        page.state()[name] = Number(box.value);
        page.act.change();
      });
      refreshers.push(() => {
        box.value = page.state()[name];
        value.textContent = shown(page.state()[name]);
      });
      return element("label", { class: "option" }, box, value);
    }
    const group = (title, ...children) => element("fieldset", {}, element("legend", {}, title), ...children);

    function relations() {
      const there = new Set(graph.edges.relation);
      return Object.entries(page.words("quad")).map(([quad, text]) => {
        const names = graph.relations.names.filter((name, i) => graph.quads[i] === quad && there.has(name));
        if (!names.length) return null;
        const key = page.quadKey(quad);
        if (names.length === 1) return option("relations", names[0], key, page.words("relation")[names[0]], "relations");
        return element("div", { class: "quad", role: "group", "aria-label": text }, heading(names, key, text),
          ...names.map((name) => option("relations", name, null, page.words("relation")[name], "relations")));
      });
    }
    function categories() {
      const names = [...graph.categories.names].sort();
      if (!names.length) return null;
      const rows = names.map((name) => option("categories", name, null, name || say("no_category"), "categories"));
      return element("fieldset", {}, element("legend", {}, say("category")), ...rows);
    }

    /* ---- time: a bar a month, two ends, play ---- */
    function time() {
      const { names } = graph.months;
      if (names.length < 2) return null;
      const last = names.length - 1;
      const bars = names.map((name, i) => ["rect", { x: i + 0.08, width: 0.84 }]);
      const picture = drawing(names.length, 30, ...bars);
      picture.setAttribute("class", "bars");
      picture.setAttribute("preserveAspectRatio", "none");
      const ends = ["since", "until"].map((name) => element("input", { type: "range", min: 0, max: last, "aria-label": say(name), "data-value": name }));
      const text = element("output", { class: "amount" });
      const place = () => {
        const { since, until } = page.state();
        const from = names.findIndex((name) => name >= since);
        return [since === null ? 0 : from < 0 ? last : from, until === null ? last : Math.max(names.findLastIndex((name) => name <= until), 0)];
      };
      function choose(low, high) {
        const whole = low <= 0 && high >= last;
        page.state().since = whole ? null : names[low];
        page.state().until = whole ? null : names[high];
        page.act.change();
      }
      ends.forEach((box, i) => box.addEventListener("input", () => {
        stop();
        const [low, high] = ends.map((end) => Number(end.value));
        if (i === 0) choose(Math.min(low, high), high);
        else choose(low, Math.max(low, high));
      }));
      const play = element("button", { type: "button", class: "small", "data-value": "play" });
      const stop = () => {
        clearInterval(player);
        player = 0;
        play.textContent = say("play");
      };
      play.addEventListener("click", () => {
        if (player) {
          stop();
          return;
        }
        const [low, high] = place();
        const span = low === 0 && high === last ? 0 : high - low;
        let at = high === last ? 0 : low;
        play.textContent = say("pause");
        const step = () => {
          choose(at, at + span);
          if (at + span >= last) stop();
          at += 1;
        };
        player = setInterval(step, STEP);
        step();
      });
      stop();
      refreshers.push(() => {
        const amounts = page.found().months;
        let most = 1;
        for (const amount of amounts) most = Math.max(most, amount);
        const [low, high] = place();
        [...picture.children].forEach((bar, i) => {
          const height = amounts[i] ? Math.max((amounts[i] / most) * 30, 1.5) : 0;
          bar.setAttribute("y", 30 - height);
          bar.setAttribute("height", height);
          bar.setAttribute("class", i >= low && i <= high ? "in" : "out");
        });
        [ends[0].value, ends[1].value] = [low, high];
        ends.forEach((end, i) => end.setAttribute("aria-valuetext", names[[low, high][i]]));
        text.textContent = low === high ? names[low] : `${names[low]} – ${names[high]}`;
      });
      return group(say("months"), picture, element("div", { class: "ends" }, ...ends), element("div", { class: "option" }, play, text));
    }

    /* The number of nodes by a curve, since the step from 100 to 200 matters and that from 10,100 does not. */
    function amount() {
      if (graph.size <= 20) return null;
      const least = 10;
      const box = element("input", { type: "range", min: 0, max: 1000, "aria-label": say("amount"), "data-value": "shown" });
      const text = element("span", { class: "amount" });
      const most = graph.size;
      box.addEventListener("input", () => {
        page.state().shown = Math.round(least * (most / least) ** (box.value / 1000));
        page.act.change();
      });
      refreshers.push(() => {
        box.value = (Math.log(Math.min(page.state().shown, most) / least) / Math.log(most / least)) * 1000;
        text.textContent = String(Math.min(page.state().shown, most));
        box.setAttribute("aria-valuetext", text.textContent);
      });
      return group(say("amount"), element("label", { class: "option" }, box, text));
    }

    function build() {
      refreshers.length = 0;
      clearInterval(player);
      player = 0;
      const types = Object.entries(page.words("type")).filter(([type]) => graph.nodes.type.includes(type));
      const kinds = graph.factuality.filter((kind, i) => graph.stated.includes(i));
      let most = 1;
      for (let e = 0; e < graph.count; e += 1) most = Math.max(most, graph.first[e + 1] - graph.first[e]);
      const parts = [
        amount(),
        group(say("types"), ...types.map(([type, text]) => option("types", type, page.key(type), text, "types"))),
        group(say("relations"), ...relations()),
        group(say("factuality"), ...kinds.map((kind) => option("factuality", kind, null, page.words("factuality")[kind], "factuality"))),
        time(),
        group(say("min_weight"), slider("weight", say("min_weight"), 1, Math.min(most, 50), 1, String)),
        group(say("min_confidence"), slider("confidence", say("min_confidence"), 0, 1, 0.05, (value) => value.toFixed(2))),
        categories(),
      ];
      target.replaceChildren(...parts.filter(Boolean));
      refresh();
    }
    function refresh() {
      refreshers.forEach((each) => each());
    }
    return { build, refresh };
  }

  return { make };
})();
