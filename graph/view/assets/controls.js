"use strict";
/* The filters, which are the legend: built once, then only their numbers and ticks change. */
const controls = (() => {
  const STEP = 700;  // milliseconds that play stays at a month

  /* page: {graph, say, words, key, quadKey, state(), found(), shown(), heaviest, act: {change(step)}}. */
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
        page.act.change(true);
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
        page.act.change(true);
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
      sliding(box, (value) => { page.state()[name] = value; });
      refreshers.push(() => {
        box.value = page.state()[name];
        value.textContent = shown(page.state()[name]);
      });
      return element("label", { class: "option" }, box, value);
    }
    /* One movement of a slider is one step back. */
    function sliding(box, use) {
      let moving = false;
      box.addEventListener("input", () => {
        use(Number(box.value));
        page.act.change(!moving);
        moving = true;
      });
      box.addEventListener("change", () => { moving = false; });
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
      const rows = names.map((name) => option("categories", name, null, page.words("category")[name] || name || say("no_category"), "categories"));
      return element("fieldset", {}, element("legend", {}, say("category")), ...rows);
    }

    /* ---- time: a bar for each month that has articles, two ends, play ---- */
    function time() {
      const { names, codes } = graph.months;
      if (names.length < 2) return null;
      const last = names.length - 1;
      const picture = drawing(names.length, 30, ...names.map((name, i) => ["rect", { x: i + 0.08, width: 0.84 }]));
      picture.setAttribute("class", "bars");
      picture.setAttribute("preserveAspectRatio", "none");
      const titles = [...picture.children].map((bar) => bar.appendChild(document.createElementNS(bar.namespaceURI, "title")));
      const ends = ["since", "until"].map((name) => element("input", { type: "range", min: 0, max: last, "aria-label": say(name), "data-value": name }));
      const text = element("output", { class: "amount" });
      const undated = codes.filter((code) => code < 0).length;
      const note = element("p", { class: "soft" }, `${undated} ${say("undated")}`);
      function place() {
        const { since, until } = page.state();
        const from = names.findIndex((name) => name >= since);
        return [since === null ? 0 : from < 0 ? last : from, until === null ? last : Math.max(names.findLastIndex((name) => name <= until), 0)];
      }
      function choose(low, high) {
        const whole = low <= 0 && high >= last;
        page.state().since = whole ? null : names[low];
        page.state().until = whole ? null : names[high];
      }
      ends.forEach((box, i) => sliding(box, () => {
        stop();
        const [low, high] = ends.map((end) => Number(end.value));
        if (i === 0) choose(Math.min(low, high), high);
        else choose(low, Math.max(low, high));
      }));
      const play = element("button", { type: "button", class: "small", "data-value": "play" });
      play.addEventListener("click", () => (player ? stop() : run(place(), last, choose)));
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
          titles[i].textContent = `${names[i]}: ${amounts[i]}`;
        });
        [ends[0].value, ends[1].value] = [low, high];
        ends.forEach((end, i) => end.setAttribute("aria-valuetext", names[[low, high][i]]));
        text.textContent = low === high ? names[low] : `${names[low]} – ${names[high]}`;
        note.hidden = !undated || page.state().since === null;
        play.textContent = say(player ? "pause" : "play");
      });
      return group(say("months"), picture, element("div", { class: "ends" }, ...ends), element("div", { class: "option" }, play, text), note);
    }
    /* Moves the range month by month to the end, and then back to what it was. */
    function run([low, high], last, choose) {
      const whole = low === 0 && high === last;
      const span = whole ? 0 : high - low;
      let at = whole || high === last ? 0 : low;
      const step = () => {
        if (at + span > last) {
          stop();
          choose(low, high);
        } else choose(at, at + span);
        at += 1;
        page.act.change(false);
      };
      player = setInterval(step, STEP);
      step();
    }
    function stop() {
      clearInterval(player);
      player = 0;
    }

    /* The number of nodes by a curve, since the step from 100 to 200 matters and that from 10,100 does not. */
    function amount() {
      if (graph.size <= 20) return null;
      const least = 10;
      const box = element("input", { type: "range", min: 0, max: 1000, "aria-label": say("amount"), "data-value": "shown" });
      const text = element("span", { class: "amount" });
      const most = () => Math.max(page.shown().matching, least + 1);
      sliding(box, (value) => { page.state().shown = Math.round(least * (most() / least) ** (value / 1000)); });
      refreshers.push(() => {
        const now = Math.min(page.state().shown, most());
        box.value = (Math.log(now / least) / Math.log(most() / least)) * 1000;
        text.textContent = `${Math.min(now, page.shown().matching)} ${say("of")} ${page.shown().matching}`;
        box.setAttribute("aria-valuetext", text.textContent);
      });
      return group(say("amount"), element("label", { class: "option" }, box, text));
    }

    function build() {
      refreshers.length = 0;
      stop();
      const types = Object.entries(page.words("type")).filter(([type]) => graph.nodes.type.includes(type));
      const kinds = graph.factuality.filter((kind, i) => graph.stated.includes(i));
      const parts = [
        amount(),
        group(say("types"), ...types.map(([type, text]) => option("types", type, page.key(type), text, "types"))),
        group(say("relations"), ...relations()),
        group(say("factuality"), ...kinds.map((kind) => option("factuality", kind, null, page.words("factuality")[kind], "factuality"))),
        time(),
        group(say("min_weight"), slider("weight", say("min_weight"), 1, page.heaviest, 1, String)),
        group(say("min_confidence"), slider("confidence", say("min_confidence"), 0, 1, 0.05, (value) => value.toLocaleString(page.state().lang, { minimumFractionDigits: 2 }))),
        categories(),
      ];
      target.replaceChildren(...parts.filter(Boolean));
    }
    function refresh() {
      refreshers.forEach((each) => each());
    }
    return { build, refresh, stop };
  }

  return { make };
})();
