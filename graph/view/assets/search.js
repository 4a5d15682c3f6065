"use strict";
/* Names to nodes: every label and alias, without accents and capitals. */
const search = (() => {
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ı/g, "i");

  function index(graph) {
    const aliases = graph.nodes.aliases || [];
    const labels = graph.nodes.label.map(fold);
    const texts = labels.map((label, i) => [label, ...(aliases[i] || []).map(fold)].join("\n"));
    return { labels, texts };
  }

  /* 0 the name itself, 1 begins it, 2 begins a word of it, 3 begins a word of an alias, 4 within. */
  function rank(label, text, wanted) {
    if (label === wanted) return 0;
    if (label.startsWith(wanted)) return 1;
    const at = text.indexOf(wanted);
    if (at < 0) return -1;
    for (let i = at; i >= 0; i = text.indexOf(wanted, i + 1)) {
      if (i === 0 || !/[\p{L}\p{N}]/u.test(text[i - 1])) return i < label.length ? 2 : 3;
    }
    return 4;
  }

  /* The best nodes for what was typed: by rank, then the strongest. */
  function find(known, typed, most) {
    const wanted = fold(typed.trim());
    if (!wanted) return [];
    const ranks = [[], [], [], [], []];
    for (let i = 0; i < known.labels.length; i += 1) {
      const place = rank(known.labels[i], known.texts[i], wanted);
      if (place >= 0 && ranks[place].length < most) ranks[place].push(i);
    }
    return ranks.flat().slice(0, most);
  }

  return { index, find, fold };
})();
