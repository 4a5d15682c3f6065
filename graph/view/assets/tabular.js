"use strict";
/* The relations shown, as rows for the table and for CSV. */
const tabular = (() => {
  const COLUMNS = ["source", "source_label", "relation", "target", "target_label", "weapon", "factuality", "weight", "sentences",
    "first_date", "last_date", "evidence"];
  /* As graph.export.defuse: a cell that a spreadsheet would run gets an apostrophe before it. */
  const FORMULA = /^[\s\x1c-\x1f\x85\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;
  const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

  /* The columns of the command's edges.csv, under the filters: what passes is counted, and cited. */
  function row(graph, found, evidence, passes, e) {
    const { nodes, edges } = graph;
    const weapon = graph.weapon[e];
    const first = evidence(e).find((item) => passes(item.statement));
    let sentences = 0;
    for (let s = graph.first[e]; s < graph.first[e + 1]; s += 1) if (passes(s)) sentences += 1;
    return [
      nodes.id[graph.from[e]], nodes.label[graph.from[e]], edges.relation[e], nodes.id[graph.to[e]], nodes.label[graph.to[e]],
      weapon >= 0 ? nodes.id[weapon] : "", graph.factuality[found.certainty[e]], found.weight[e], sentences,
      graph.days[found.since[e]] || "", graph.days[found.until[e]] || "", first ? first.text : "",
    ];
  }
  function cell(value) {
    if (typeof value === "number") return String(value);
    const safe = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
    return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  }
  /* CSV with a byte order mark, as the command writes it. found: what the filters gave; passes: their test of a statement. */
  function csv(graph, edges, found, evidence, passes = () => true) {
    const rows = [COLUMNS, ...edges.map((e) => row(graph, found, evidence, passes, e))];
    return `\ufeff${rows.map((cells) => cells.map(cell).join(",")).join("\n")}\n`;
  }

  return { csv, COLUMNS };
})();
