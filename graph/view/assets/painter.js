"use strict";
/* Draws a scene on anything that takes the calls of a canvas: the screen, a picture, an SVG. */
const painter = (() => {
  const DASHES = { solid: [], dashed: [9, 5], dotdash: [10, 4, 2, 4], dotted: [2, 4] };
  const FULL = 4000;  // strands up to which each is drawn with dash, bow and arrow
  const NAMED = 1200;  // nodes, the strongest first, whose names are tried
  const PALE = 0.2;
  const TELLING = 220;  // strands up to which a relation is written on its line

  const font = (size, weight = "") => `${weight} ${size}px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif`.trim();

  /*
   * scene: {graph, nodes, strands, words}; look: {styles, ink, ground, soft, theme};
   * only: null, or {nodes, strands} outside of which all is pale.
   */
  function paint(ctx, scene, camera, look, only = null) {
    draw(ctx, scene, camera, look, only);
    write(ctx, scene, camera, look, only);
  }
  function draw(ctx, scene, camera, look, only = null) {
    const within = onScreen(scene, camera);
    ctx.lineCap = "butt";
    if (only) {
      ctx.globalAlpha = PALE;
      lines(ctx, scene, within.strands.filter((strand) => !only.strands(strand)), camera, look);
      dots(ctx, scene, within.nodes.filter((node) => !only.nodes.has(node)), camera, look);
      ctx.globalAlpha = 1;
    }
    const lit = chosen(within, only);
    lines(ctx, scene, lit.strands, camera, look);
    dots(ctx, scene, lit.nodes, camera, look);
  }
  /* The names of nodes and, where there are few, what the lines say. */
  function write(ctx, scene, camera, look, only = null) {
    const lit = chosen(onScreen(scene, camera), only);
    const room = labels.board();
    names(ctx, scene, lit.nodes, camera, look, room);
    if (lit.strands.length <= TELLING) tell(ctx, scene, lit.strands, camera, look, room);
  }
  function chosen(within, only) {
    return only ? { nodes: within.nodes.filter((node) => only.nodes.has(node)), strands: within.strands.filter(only.strands) } : within;
  }

  function onScreen({ graph, nodes, strands: all }, camera) {
    const reachX = camera.width / 2 / camera.scale + 40 / camera.scale;
    const reachY = camera.height / 2 / camera.scale + 40 / camera.scale;
    const shown = (node) => Math.abs(graph.x[node] - camera.x) < reachX && Math.abs(graph.y[node] - camera.y) < reachY;
    const crossing = ({ a, b }) =>
      Math.min(graph.x[a], graph.x[b]) < camera.x + reachX && Math.max(graph.x[a], graph.x[b]) > camera.x - reachX &&
      Math.min(graph.y[a], graph.y[b]) < camera.y + reachY && Math.max(graph.y[a], graph.y[b]) > camera.y - reachY;
    return { nodes: nodes.filter(shown), strands: all.filter(crossing) };
  }

  /* Lines of one look are one path, which a canvas strokes many times as fast. */
  function lines(ctx, scene, found, camera, look) {
    const full = found.length <= FULL;
    const groups = new Map();
    for (const strand of found) {
      const width = Math.round(shapes.thickness(strand, camera) * (full ? 2 : 1)) / (full ? 2 : 1);
      const key = `${strand.quad} ${width} ${strand.faint}`;
      if (!groups.has(key)) groups.set(key, { quad: strand.quad, width: Math.max(width, 0.6), faint: strand.faint, found: [] });
      groups.get(key).found.push(strand);
    }
    const alpha = ctx.globalAlpha;
    for (const group of groups.values()) {
      const { [look.theme]: colour, mark } = look.styles.quad[group.quad];
      ctx.globalAlpha = alpha * (group.faint ? 0.5 : full ? Math.max(0.55, Math.min(0.9, 320 / found.length)) : 0.45);
      ctx.strokeStyle = colour;
      ctx.fillStyle = colour;
      ctx.lineWidth = group.width;
      ctx.setLineDash(full ? DASHES[mark] : []);
      stroke(ctx, scene.graph, group.found, camera, full);
      ctx.setLineDash([]);
      if (full) arrows(ctx, scene.graph, group.found, camera);
    }
    ctx.globalAlpha = alpha;
  }

  const AT_ONCE = 400;
  function stroke(ctx, graph, found, camera, full) {
    for (let i = 0; i < found.length; i += AT_ONCE) {
      ctx.beginPath();
      for (const strand of found.slice(i, i + AT_ONCE)) {
        if (full) trace(ctx, shapes.curve(graph, strand, camera));
        else {
          const a = shapes.toScreen(camera, graph.x[strand.a], graph.y[strand.a]);
          const b = shapes.toScreen(camera, graph.x[strand.b], graph.y[strand.b]);
          ctx.moveTo(a.x, a.y);
          ctx.lineTo(b.x, b.y);
        }
      }
      ctx.stroke();
    }
  }
  function trace(ctx, line) {
    if (line.loop) {
      ctx.moveTo(line.a.x + line.radius, line.a.y - line.radius);
      ctx.arc(line.a.x, line.a.y - line.radius, line.radius, 0, Math.PI * 2);
      return;
    }
    ctx.moveTo(line.a.x, line.a.y);
    if (line.straight) ctx.lineTo(line.b.x, line.b.y);
    else ctx.quadraticCurveTo(line.middle.x, line.middle.y, line.b.x, line.b.y);
  }

  function arrows(ctx, graph, found, camera) {
    ctx.beginPath();
    for (const strand of found) {
      const line = shapes.curve(graph, strand, camera);
      if (line.loop || line.length < 34) continue;
      if (strand.toB) head(ctx, line.b, line.middle, strand, camera);
      if (strand.toA) head(ctx, line.a, line.middle, strand, camera);
    }
    ctx.fill();
  }
  function head(ctx, tip, from, strand, camera) {
    const length = Math.hypot(tip.x - from.x, tip.y - from.y) || 1;
    const [ux, uy] = [(tip.x - from.x) / length, (tip.y - from.y) / length];
    const size = (4.5 + 1.4 * shapes.thickness(strand, camera)) * Math.min(shapes.zoomed(camera) * 1.3, 1);
    const [bx, by] = [tip.x - ux * size * 1.5, tip.y - uy * size * 1.5];
    ctx.moveTo(tip.x + ux, tip.y + uy);
    ctx.lineTo(bx - uy * size * 0.6, by + ux * size * 0.6);
    ctx.lineTo(bx + uy * size * 0.6, by - ux * size * 0.6);
    ctx.closePath();
  }

  function dots(ctx, { graph }, nodes, camera, look) {
    const kinds = graph.types.names;
    const thin = nodes.length > FULL;
    for (let kind = 0; kind < kinds.length; kind += 1) {
      const { [look.theme]: colour, mark } = look.styles.type[kinds[kind]];
      ctx.fillStyle = colour;
      ctx.strokeStyle = look.ground;
      ctx.lineWidth = 1.2;
      const own = nodes.filter((node) => graph.types.codes[node] === kind);
      for (let i = 0; i < own.length; i += AT_ONCE) {
        ctx.beginPath();
        for (const node of own.slice(i, i + AT_ONCE)) {
          const { x, y } = shapes.toScreen(camera, graph.x[node], graph.y[node]);
          dot(ctx, mark, x, y, shapes.radius(graph, node, camera));
        }
        ctx.fill();
        if (!thin) ctx.stroke();
      }
    }
  }
  function dot(ctx, mark, x, y, r) {
    if (mark === "dot" && r > 2.5) {
      ctx.moveTo(x + r, y);
      ctx.arc(x, y, r, 0, Math.PI * 2);
    } else if (mark === "triangle") {
      ctx.moveTo(x, y - r * 1.1);
      ctx.lineTo(x + r * 1.1, y + r * 0.9);
      ctx.lineTo(x - r * 1.1, y + r * 0.9);
      ctx.closePath();
    } else ctx.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
  }
  function ring(ctx, { graph }, node, camera, look) {
    const { x, y } = shapes.toScreen(camera, graph.x[node], graph.y[node]);
    ctx.beginPath();
    ctx.arc(x, y, shapes.radius(graph, node, camera) + 4, 0, Math.PI * 2);
    ctx.strokeStyle = look.ink;
    ctx.lineWidth = 2.5;
    ctx.stroke();
  }

  const widths = new Map();
  function width(ctx, text, style) {
    const key = `${style}\n${text}`;
    if (!widths.has(key)) {
      ctx.font = style;
      widths.set(key, ctx.measureText(text).width);
    }
    return widths.get(key);
  }
  const clipped = (text, most) => (text.length > most ? `${[...text].slice(0, most - 1).join("")}…` : text);

  function names(ctx, { graph, nodes: all }, nodes, camera, look, room) {
    const scale = Math.max(Math.min(shapes.zoomed(camera), 1.15), 0.92);
    const items = nodes.slice(0, NAMED).map((node) => {
      const size = Math.round(Math.min(12 + Math.sqrt(graph.nodes.strength[node] || 0) * 0.4, 16) * scale);
      const label = clipped(graph.nodes.label[node], 34);
      const style = font(size, "500");
      const { x, y } = shapes.toScreen(camera, graph.x[node], graph.y[node]);
      return { x, y, radius: shapes.radius(graph, node, camera), width: width(ctx, label, style), height: size * 1.15, text: label, style };
    });
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    for (const item of labels.place(items, room, camera)) text(ctx, item.text, item.middle, item.style, look.ink, look.ground);
  }
  function text(ctx, words, { x, y }, style, ink, ground) {
    ctx.font = style;
    ctx.lineJoin = "round";
    ctx.lineWidth = 3.5;
    ctx.strokeStyle = ground;
    ctx.strokeText(words, x, y);
    ctx.fillStyle = ink;
    ctx.fillText(words, x, y);
  }

  /* The relation on its line, where it has room: what it says, and how many more it stands for. */
  function tell(ctx, scene, found, camera, look, room) {
    const { graph, words } = scene;
    const style = font(11);
    for (const strand of found) {
      const line = shapes.curve(graph, strand, camera);
      const more = strand.edges.length > 1 ? ` +${strand.edges.length - 1}` : "";
      const said = words.relation[graph.relations.names[strand.relation]] + more;
      const item = { width: width(ctx, said, style), height: 13 };
      if (!line.loop && line.length < item.width + 50) continue;
      const at = [0.5, 0.4, 0.6].map((t) => shapes.along(line, t)).find((middle) => room.free(labels.around(middle, item)));
      if (!at) continue;
      room.take(labels.around(at, item));
      text(ctx, said, at, style, look.soft, look.ground);
    }
  }

  return { paint, draw, write, ring, PALE };
})();
