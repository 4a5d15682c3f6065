"use strict";
/* The side panel: an entity, a pair, a relation with its evidence, a path. */
const panel = (() => {
  const MOST = 40;  // relations of one kind listed at once

  /*
   * page: {graph, say(key), words(kind), state(), found(), evidence(edge), key(type), quadKey(quad), act, narrow(i)};
   * act: node(i), edge(e), expand(i), focus(i), from(i), hide(i), cancel(), widen(), copy(text); narrow(i): how many
   * nodes expanding would bring.
   */
  function make(target, page) {
    const { element, facts } = elements;
    const { graph, say } = page;
    const label = (node) => graph.nodes.label[node];
    const relation = (e) => page.words("relation")[graph.edges.relation[e]];
    const directed = (e) => graph.directed[graph.relations.codes[e]];
    const range = (first, last) => (first && last && first !== last ? `${first} – ${last}` : first || last);
    const amountOf = (number) => `${number} ${say(number === 1 ? "article" : "articles")}`;
    const button = (text, onclick, more = {}) => element("button", { type: "button", onclick, ...more }, text);

    let subject = null;  // what is shown: the same again keeps its place
    function fill(name, ...children) {
      const [inside, top] = [target.contains(document.activeElement) && document.activeElement !== target, target.scrollTop];
      target.replaceChildren(...children.flat(2).filter((child) => child !== null && child !== undefined));
      target.scrollTop = name === subject ? top : 0;
      subject = name;
      const heading = target.querySelector("h2");
      if (heading) heading.tabIndex = -1;
      if (inside && heading) heading.focus();  // what had the focus is gone
    }
    const hint = () => fill("hint", element("p", { class: "hint" }, say("hint")), element("p", { class: "hint" }, say("scale")),
      element("p", { class: "hint" }, say("keys")));

    /* ---- an entity ---- */
    function node(i) {
      const { nodes } = graph;
      const all = [...graph.around.of(i)];
      const own = all.filter((e) => page.found().passes[e]);
      const more = page.narrow(i);
      const groups = new Map();
      for (const e of own) {
        if (!groups.has(graph.edges.relation[e])) groups.set(graph.edges.relation[e], []);
        groups.get(graph.edges.relation[e]).push(e);
      }
      const country = nodes.country[i] && graph.index.get(`country:${nodes.country[i]}`);
      fill(
        `node ${i}`, element("h2", {}, page.key(nodes.type[i]), " ", label(i)),
        facts([
          [page.words("type")[nodes.type[i]], `${amountOf(nodes.articles[i])}, ${nodes.mentions[i]} ${say(nodes.mentions[i] === 1 ? "mention" : "mentions")}`],
          [say("aliases"), (nodes.aliases[i] || []).filter((name) => name !== label(i)).join(", ")],
          [say("office"), nodes.office[i]],
          [say("country"), nodes.type[i] === "PERSON" && country !== undefined && country !== null ? label(country) : null],
          [say("category"), nodes.category[i] && (page.words("category")[nodes.category[i]] || nodes.category[i])], [say("dates"), range(nodes.first[i], nodes.last[i])],
          ["Wikidata", /^Q\d+$/.test(nodes.wikidata[i] || "") ? link(`https://www.wikidata.org/wiki/${nodes.wikidata[i]}`, nodes.wikidata[i]) : null],
        ]),
        element("div", { class: "actions" },
          button(`${say("expand")} (+${more})`, () => page.act.expand(i), more ? {} : { disabled: "" }), button(say("focus"), () => page.act.focus(i)),
          button(say("path_from"), () => page.act.from(i)), button(say("hide"), () => page.act.hide(i))),
        graph.relations.names.filter((name) => groups.has(name)).map((name) => group(name, groups.get(name), i)),
        all.length > own.length ? element("p", { class: "soft" }, `${all.length - own.length} ${say("filtered_out")} `,
          button(say("widen"), () => page.act.widen(), { class: "small" })) : null);
    }
    function group(name, edges, i) {
      const weight = page.found().weight;
      edges.sort((a, b) => weight[b] - weight[a] || a - b);
      const rest = edges.slice(MOST);
      const list = edges.slice(0, MOST).map((e) => toward(e, i));
      const more = button(`+ ${rest.length} ${say("more")}`, () => more.replaceWith(...rest.map((e) => toward(e, i))), { class: "relation" });
      return element("section", {}, element("h3", {}, page.quadKey(graph.quads[graph.relations.codes[edges[0]]]), " ",
        `${page.words("relation")[name]} (${edges.length})`), ...list, rest.length ? more : null);
    }
    function toward(e, i) {
      const far = graph.from[e] === i ? graph.to[e] : graph.from[e];
      const arrow = !directed(e) ? "↔" : graph.from[e] === i ? "→" : "←";
      return relationButton(e, `${arrow} ${label(far)}${weapon(e)}`);
    }
    const weapon = (e) => (graph.weapon[e] >= 0 ? ` · ${label(graph.weapon[e])}` : "");
    function relationButton(e, text) {
      const sure = graph.factuality[page.found().certainty[e]];
      const mark = sure === "asserted" ? null : element("em", {}, ` ${page.words("factuality")[sure]}`);
      return element("button", { class: "relation", type: "button", "data-edge": e, onclick: () => page.act.edge(e) },
        text, mark, element("span", { class: "amount" }, amountOf(page.found().weight[e])));
    }
    const title = (e) => (directed(e)
      ? `${label(graph.from[e])} ${relation(e)} ${label(graph.to[e])}${weapon(e)}`
      : `${label(graph.from[e])} ↔ ${label(graph.to[e])}: ${relation(e)}${weapon(e)}`);

    /* ---- a pair, and a relation ---- */
    /* The relations of two nodes that pass, the heaviest first. */
    function between(a, b) {
      const weight = page.found().weight;
      const joins = (e) => (graph.from[e] === a && graph.to[e] === b) || (graph.from[e] === b && graph.to[e] === a);
      return [...graph.around.of(a)].filter((e) => page.found().passes[e] && joins(e)).sort((one, two) => weight[two] - weight[one] || one - two);
    }
    function pair(a, b) {
      const own = between(a, b);
      fill(
        `pair ${a} ${b}`, element("h2", {}, label(a), " – ", label(b)),
        element("p", { class: "soft" }, `${own.length} ${say("edges")}`),
        own.map((e) => element("section", {}, element("h3", {}, page.quadKey(graph.quads[graph.relations.codes[e]]), " ", relation(e)),
          relationButton(e, title(e)), ...passing(e).slice(0, 1).map((item) => quotation(item)))));
    }
    function passing(e) {
      const passes = filters.passing(graph, page.state());
      return page.evidence(e).filter((item) => passes(item.statement));
    }
    function statements(e) {
      const passes = filters.passing(graph, page.state());
      let amount = 0;
      for (let s = graph.first[e]; s < graph.first[e + 1]; s += 1) if (passes(s)) amount += 1;
      return amount;
    }
    /* What was chosen and no longer passes. */
    const filtered = (text) => fill("filtered", element("h2", {}, text), element("p", { class: "hint" }, say("filtered")),
      button(say("widen"), () => page.act.widen()));
    function edge(e) {
      const found = passing(e);
      const others = between(graph.from[e], graph.to[e]).filter((other) => other !== e);
      const more = statements(e) - found.length;
      const { since, until } = page.found();
      fill(
        `edge ${e}`, element("h2", {}, label(graph.from[e]), directed(e) ? " → " : " ↔ ", label(graph.to[e])),
        facts([
          [element("span", {}, page.quadKey(graph.quads[graph.relations.codes[e]]), " ", relation(e)), page.words("quad")[graph.quads[graph.relations.codes[e]]]],
          [say("weapon"), graph.weapon[e] >= 0 ? label(graph.weapon[e]) : null],
          [say("factuality"), page.words("factuality")[graph.factuality[page.found().certainty[e]]]],
          [say("when"), range(graph.days[since[e]], graph.days[until[e]])],
          [say("found_in"), amountOf(page.found().weight[e])],
        ]),
        element("div", { class: "actions" }, button(label(graph.from[e]), () => page.act.node(graph.from[e])),
          graph.from[e] === graph.to[e] ? null : button(label(graph.to[e]), () => page.act.node(graph.to[e]))),
        element("h3", {}, say("evidence")),
        found.map(quotation),
        more > 0 ? element("p", { class: "soft" }, `+ ${more} ${say("more_sentences")}`) : null,
        others.length ? element("h3", {}, say("other_relations")) : null,
        others.map((other) => relationButton(other, title(other))));
    }

    /* ---- a path ---- */
    function path(nodes) {
      if (!nodes.length) {
        fill("path", element("h2", {}, say("path")), element("p", { class: "hint" }, say("no_path")));
        return;
      }
      const steps = nodes.slice(1).map((end, i) => {
        const own = between(nodes[i], end);
        return element("section", {}, element("h3", {}, `${i + 1}. ${label(nodes[i])} – ${label(end)}`),
          ...own.slice(0, 4).map((e) => relationButton(e, title(e))), ...passing(own[0]).slice(0, 1).map(quotation));
      });
      fill(`path ${nodes}`, element("h2", {}, say("path")), element("p", {}, nodes.map(label).join(" – ")), steps);
    }
    const picking = (i) => fill("picking", element("h2", {}, say("path")), element("p", { class: "hint" }, `${label(i)} – ${say("pick_end")}`),
      button(say("cancel"), () => page.act.cancel()));

    /* ---- sentences ---- */
    function link(href, text) {
      return element("a", { href, rel: "noopener noreferrer", target: "_blank" }, text);
    }
    const source = (item) => {
      const { title: heading, publisher, published, url } = graph.articles;
      return { title: heading[item.article] || say("untitled"), publisher: publisher[item.article], published: published[item.article], url: url[item.article] || "" };
    };
    function quotation(item) {
      const { title: heading, publisher, published, url } = source(item);
      const name = /^https?:\/\//i.test(url) ? link(url, heading) : element("cite", {}, heading);
      const about = [publisher, published, item.date ? `${say("event")} ${item.date}` : null, page.words("factuality")[item.factuality], item.role,
        `${say("confidence")} ${item.confidence.toLocaleString(page.state().lang)}`].filter(Boolean).join(" · ");
      const copy = button(say("cite"), async () => {
        copy.textContent = say((await page.act.copy(citation(item))) ? "copied" : "not_copied");
        setTimeout(() => { copy.textContent = say("cite"); }, 1500);
      }, { class: "small" });
      return element("blockquote", {}, sentence(item), element("footer", {}, name, ` · ${about} `, copy));
    }
    function citation(item) {
      const { title: heading, publisher, published, url } = source(item);
      return `“${item.text}” — ${[publisher, `“${heading}”`, published, url].filter(Boolean).join(", ")}.`;
    }
    /* The sentence with cue and names marked, by splitting the text, never by markup. */
    function sentence({ text, cue, names }) {
      const points = [...text].length === text.length ? null : [...text];  // offsets count characters, not halves of them
      const slice = (from, to) => (points ? points.slice(from, to).join("") : text.slice(from, to));
      const spans = [...(cue ? [[...cue, ""]] : []), ...names.map(([from, to]) => [from, to, "name"])];
      spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
      const line = element("p");
      let done = 0;
      for (const [from, to, kind] of spans) {
        if (from < done) continue;
        line.append(slice(done, from), element("mark", { class: kind }, slice(from, to)));
        done = to;
      }
      line.append(slice(done));
      return line;
    }

    return { hint, node, edge, pair, path, picking, filtered, title };
  }

  return { make };
})();
