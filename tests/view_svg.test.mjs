import assert from "node:assert/strict";
import test from "node:test";

import { camera, foundOf, generated, graphOf, scripts, styles } from "./view_scripts.mjs";

const { labels, painter, strands, svg } = scripts;

const HOSTILE = [
  "<script>alert(1)</script>", "a & b", "&lt;", '"quoted" \'too\'', "]]>", "<!-- x -->", "</svg>", "\0\u0008\u000b\u001f", "\ud800 alone",
  "alone \udc00", "\udc00\ud800", "😀", "\ufffe\uffff", "\u202e", "a\tb\nc", "",
];
const measure = { measureText: (text) => ({ width: 6 * text.length }) };
const look = { styles, ink: "#123456", ground: "#fefefe", soft: "#777777", theme: "light" };
const canvas = () => svg.context(800, 600, look.ground, measure);

/* Elements and texts of well-formed XML; anything else is an error. */
function parsed(xml) {
  assert.doesNotMatch(xml, /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
  assert.ok(xml.isWellFormed());
  const open = [];
  const found = [];
  let done = 0;
  for (const token of xml.matchAll(/<(\/?)([a-z]+)((?: [a-zA-Z:-]+="[^"<]*")*)(\/?)>|([^<]+)/g)) {
    assert.equal(token.index, done, `cannot be read: ${xml.slice(done, done + 60)}`);
    done += token[0].length;
    const [, closing, name, attributes, empty, text] = token;
    assert.doesNotMatch(attributes ?? text ?? "", /&(?!(?:amp|lt|gt|quot);)/);
    if (text !== undefined) found[open.at(-1).at].text += plain(text);
    else if (closing) assert.equal(open.pop().name, name);
    else {
      const pairs = [...attributes.matchAll(/ ([^=]+)="([^"]*)"/g)].map(([, key, value]) => [key, plain(value)]);
      assert.equal(new Set(pairs.map(([key]) => key)).size, pairs.length);
      if (!empty) open.push({ name, at: found.length });
      found.push({ name, text: "", ...Object.fromEntries(pairs) });
    }
  }
  assert.equal(done, xml.length);
  assert.equal(open.length, 0);
  return found;
}
const plain = (text) => text.replace(/&(amp|lt|gt|quot);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">", quot: '"' })[name]);
/* Each text is written twice, the first time as the ground around it. */
const written = (ctx) => parsed(ctx.toString()).filter(({ name, fill }) => name === "text" && fill !== "none");

function scene(rows, nodes = [...rows.nodes.keys()], edges = [...rows.edges.keys()]) {
  const graph = graphOf(rows);
  const words = { relation: Object.fromEntries(graph.relations.names.map((name) => [name, `says ${name}`])) };
  return { graph, nodes, strands: strands.bundle(graph, edges, foundOf(rows.edges.map(() => 1), rows.edges.map(({ factuality = 0 }) => factuality)), -1), words };
}
/* What the board gave room to, while something is painted. */
function placed(paint) {
  const { place } = labels;
  let found = [];
  labels.place = (...given) => (found = place(...given));
  try {
    paint();
  } finally {
    labels.place = place;
  }
  return found;
}

test("hostile text is text", () => {
  const ctx = canvas();
  HOSTILE.forEach((text, i) => ctx.fillText(text, i, i));
  const expected = HOSTILE.map((text) => text.toWellFormed().replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd"));
  assert.deepEqual(parsed(ctx.toString()).filter(({ name }) => name === "text").map(({ text }) => text), expected);
});

test("halves of characters and control characters are replaced, whole ones kept", () => {
  const ctx = canvas();
  ctx.fillText("\ud800|\udc00|\udc00\ud800|\u0001|😀|é|\u200b", 0, 0);
  assert.match(ctx.toString(), />\ufffd\|\ufffd\|\ufffd\ufffd\|\ufffd\|😀\|é\|\u200b</);
});

test("a picture of hostile names is well-formed and names each as it is", () => {
  const nodes = HOSTILE.map((label, i) => ({ id: `n${i}`, label, x: 150 * (i % 4) - 225, y: 120 * Math.floor(i / 4) - 180, strength: 5 }));
  const ctx = canvas();
  painter.paint(ctx, scene({ nodes, edges: [], statements: [], articles: [] }), camera(), look);
  assert.equal(written(ctx).length, HOSTILE.length);
  assert.equal(written(ctx)[0].text, HOSTILE[0]);
  assert.deepEqual(new Set(parsed(ctx.toString()).map(({ name }) => name)), new Set(["svg", "rect", "path", "text"]));
});

test("each name that has room is written once, and nothing else where there are no lines", () => {
  const rows = generated(12);
  for (const view of [camera({ scale: 0.2 }), camera({ scale: 0.2, room: 30 }), camera()]) {
    const ctx = canvas();
    const names = placed(() => painter.paint(ctx, scene(rows, undefined, []), view, look));
    assert.ok(names.length > 3);
    assert.deepEqual(written(ctx).map(({ text }) => text), names.map(({ text }) => text));
    assert.deepEqual(written(ctx).map(({ x, y }) => [Number(x), Number(y)]), names.map(({ middle }) => [middle.x, middle.y].map((value) => Math.round(value * 100) / 100)));
  }
});

test("what the lines say is written after the names, with how many more they stand for", () => {
  const rows = { nodes: [{ id: "a", x: -300, y: 0 }, { id: "b", x: 300, y: 0 }], edges: ["AID", "SUPPORT"].map((relation) => ({ from: 0, to: 1, relation })) };
  const ctx = canvas();
  painter.paint(ctx, scene(rows), camera(), look);
  assert.deepEqual(written(ctx).map(({ text, fill }) => [text, fill]), [["a", look.ink], ["b", look.ink], ["says AID +1", look.soft]]);
});

test("a large graph is a well-formed picture without a number that is none", () => {
  for (const theme of ["light", "dark"]) {
    const ctx = canvas();
    painter.paint(ctx, scene(generated(13)), camera({ scale: 0.3, room: 90 }), { ...look, theme });
    const found = parsed(ctx.toString());
    assert.ok(found.length > 30);
    assert.doesNotMatch(ctx.toString(), /NaN|Infinity|undefined|null/);
    const colours = new Set(found.map(({ fill }) => fill));
    for (const kind of Object.values(styles.type)) assert.ok(colours.has(kind[theme]));
  }
});

test("what is not chosen is pale and has no name", () => {
  const rows = { nodes: ["a", "b", "c"].map((id, i) => ({ id, x: 250 * i - 250, y: 0 })), edges: [{ from: 0, to: 1, relation: "AID" }, { from: 1, to: 2, relation: "SANCTION" }] };
  const ctx = canvas();
  painter.paint(ctx, scene(rows), camera(), look, { nodes: new Set([0, 1]), strands: ({ b }) => b === 1 });
  assert.deepEqual(written(ctx).map(({ text }) => text), ["a", "b", "says AID"]);
  const lines = parsed(ctx.toString()).filter(({ name, stroke }) => name === "path" && stroke && stroke !== look.ground);
  const shade = Object.fromEntries(lines.map(({ stroke, opacity = "1" }) => [stroke, Number(opacity)]));
  assert.ok(shade[styles.quad["material conflict"].light] < 0.2);
  assert.ok(shade[styles.quad["material cooperation"].light] > 0.5);
  assert.ok(parsed(ctx.toString()).some(({ fill, opacity }) => fill === styles.type.COUNTRY.light && Number(opacity) === painter.PALE));
});

test("a planned or negated strand is fainter, and a dashed class is dashed", () => {
  const rows = { nodes: ["a", "b", "c"].map((id, i) => ({ id, x: 250 * i - 250, y: 0 })),
    edges: [{ from: 0, to: 1, relation: "AID", factuality: 1 }, { from: 1, to: 2, relation: "AID" }, { from: 0, to: 2, relation: "SUPPLIES" }] };
  const ctx = canvas();
  painter.paint(ctx, scene(rows), camera(), look);
  const lines = parsed(ctx.toString()).filter(({ stroke }) => stroke);
  const aid = lines.filter(({ stroke }) => stroke === styles.quad["material cooperation"].light).map(({ opacity = 1 }) => Number(opacity));
  assert.equal(aid.length, 2);
  assert.ok(aid.includes(0.5) && Math.max(...aid) > 0.6);
  for (const { stroke, ...rest } of lines) {
    const [, style] = Object.entries(styles.quad).find(([, { light }]) => light === stroke) ?? [];
    if (style) assert.equal("stroke-dasharray" in rest, style.mark !== "solid");
  }
});

test("a name is never cut within a character", () => {
  const nodes = [{ id: "a", label: `${"x".repeat(32)}😀${"y".repeat(9)}`, x: 0, y: 0 }];
  const ctx = canvas();
  painter.paint(ctx, scene({ nodes, edges: [] }), camera(), look);
  assert.doesNotMatch(ctx.toString(), /\ufffd/);
});

test("paths are those that a canvas would draw", () => {
  const ctx = canvas();
  ctx.beginPath();
  ctx.fill();
  ctx.stroke();
  ctx.moveTo(1.005, 2);
  ctx.lineTo(3, 4);
  ctx.quadraticCurveTo(5, 6, 7, 8);
  ctx.closePath();
  ctx.rect(0, 1, 10, 20);
  ctx.arc(50, 60, 5, 0, Math.PI * 2);
  ctx.fillStyle = "#abc";
  ctx.globalAlpha = 0.256;
  ctx.fill();
  ctx.setLineDash([9, 5]);
  ctx.stroke();
  const [, , fill, stroke, ...rest] = parsed(ctx.toString());
  assert.equal(rest.length, 0);
  assert.equal(fill.d, "M1 2L3 4Q5 6 7 8ZM0 1h10v20h-10ZM55 60A5 5 0 1 0 45 60A5 5 0 1 0 55 60Z");
  assert.deepEqual([fill.fill, fill.opacity, stroke.fill, stroke["stroke-dasharray"], stroke.d], ["#abc", "0.26", "none", "9 5", fill.d]);
});

test("a text has the size and weight of the font", () => {
  const ctx = canvas();
  ctx.font = '500 13px system-ui, "Segoe UI"';
  ctx.fillText("a", 0, 0);
  ctx.font = "11px system-ui";
  ctx.fillText("b", 0, 0);
  const sizes = parsed(ctx.toString()).filter(({ name }) => name === "text").map((found) => [found["font-size"], found["font-weight"]]);
  assert.deepEqual(sizes, [["13", "500"], ["11", undefined]]);
});
