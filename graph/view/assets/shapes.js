"use strict";
/* Where things lie on the screen: nodes, the curve of a strand, what is under a point. */
const shapes = (() => {
  const BOW = 17;
  const LOOP = 15;
  const LARGEST = 24;
  const REACH = 1.5 * LARGEST + 4;  // of the pointer around the middle of a node
  const CROWDED = 34;  // pixels from node to node below which they are drawn smaller

  /* A camera looks at (x, y) of the layout from a scale; the screen has its origin at top left. */
  const toScreen = (camera, x, y) => ({
    x: (x - camera.x) * camera.scale + camera.width / 2,
    y: (y - camera.y) * camera.scale + camera.height / 2,
  });
  /* How large to draw: grows slower than the scale, and never beyond what the nodes' distance (camera.room) allows. */
  const zoomed = (camera) => Math.min(Math.max(Math.min(Math.sqrt(camera.scale), (camera.room * camera.scale) / CROWDED), 0.12), 1.5);
  const radius = (graph, node, camera) =>
    Math.max(Math.min(6.5 + 2.4 * Math.sqrt(graph.nodes.strength[node] || 0), LARGEST) * zoomed(camera), 1);
  const thickness = (strand, camera) => Math.min(1 + 0.75 * Math.sqrt(strand.weight), 5.5) * Math.min(zoomed(camera), 1);

  /* Ends at the rims of the nodes and the control point of a quadratic curve. */
  function curve(graph, strand, camera) {
    const a = toScreen(camera, graph.x[strand.a], graph.y[strand.a]);
    const b = toScreen(camera, graph.x[strand.b], graph.y[strand.b]);
    if (strand.a === strand.b) return { loop: true, a, b, radius: LOOP + radius(graph, strand.a, camera) / 2 + 8 * Math.abs(strand.lane) + (strand.lane < 0 ? 4 : 0) };
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const length = Math.hypot(dx, dy) || 1;
    const bow = strand.lane * BOW * Math.min(zoomed(camera) * 1.3, 1.4) * 2;
    const middle = { x: (a.x + b.x) / 2 - (dy / length) * bow, y: (a.y + b.y) / 2 + (dx / length) * bow };
    return {
      a: rim(a, middle, radius(graph, strand.a, camera) + 1), b: rim(b, middle, radius(graph, strand.b, camera) + 1),
      middle, length, straight: strand.lane === 0,
    };
  }
  function rim(end, towards, distance) {
    const length = Math.hypot(towards.x - end.x, towards.y - end.y) || 1;
    const step = Math.min(distance / length, 0.9);
    return { x: end.x + (towards.x - end.x) * step, y: end.y + (towards.y - end.y) * step };
  }
  /* A point of the curve at t from 0 to 1. */
  function along({ a, b, middle, loop, radius: r }, t) {
    if (loop) {
      const turn = Math.PI * 2 * t - Math.PI / 2;
      return { x: a.x + r * Math.cos(turn), y: a.y - r + r * Math.sin(turn) };
    }
    const s = 1 - t;
    return { x: s * s * a.x + 2 * s * t * middle.x + t * t * b.x, y: s * s * a.y + 2 * s * t * middle.y + t * t * b.y };
  }

  function nodeAt(graph, nodes, camera, point) {
    let best = -1;
    let least = Infinity;
    for (const node of nodes) {
      const dx = (graph.x[node] - camera.x) * camera.scale + camera.width / 2 - point.x;
      const dy = (graph.y[node] - camera.y) * camera.scale + camera.height / 2 - point.y;
      if (Math.abs(dx) > REACH || Math.abs(dy) > REACH) continue;
      const gap = Math.hypot(dx, dy) - radius(graph, node, camera);
      if (gap < 4 && gap < least) [best, least] = [node, gap];
    }
    return best;
  }

  function strandAt(graph, found, camera, point) {
    let best = null;
    let least = 7;
    for (const strand of found) {
      if (!near(graph, strand, camera, point)) continue;
      const line = curve(graph, strand, camera);
      const steps = line.straight ? 1 : 12;
      let before = along(line, 0);
      for (let i = 1; i <= steps; i += 1) {
        const after = along(line, i / steps);
        const gap = fromSegment(point, before, after);
        if (gap < least) [best, least] = [strand, gap];
        before = after;
      }
    }
    return best;
  }
  function near(graph, strand, camera, point) {
    const room = strand.a === strand.b ? 110 : 12 + Math.abs(strand.lane) * 50;
    const a = toScreen(camera, graph.x[strand.a], graph.y[strand.a]);
    const b = toScreen(camera, graph.x[strand.b], graph.y[strand.b]);
    return point.x > Math.min(a.x, b.x) - room && point.x < Math.max(a.x, b.x) + room &&
      point.y > Math.min(a.y, b.y) - room && point.y < Math.max(a.y, b.y) + room;
  }
  function fromSegment(point, one, two) {
    const dx = two.x - one.x;
    const dy = two.y - one.y;
    const t = Math.min(Math.max(((point.x - one.x) * dx + (point.y - one.y) * dy) / (dx * dx + dy * dy || 1), 0), 1);
    return Math.hypot(point.x - one.x - t * dx, point.y - one.y - t * dy);
  }

  /* The distance from node to node were they spread evenly, also on one line, in the units of the layout. */
  function room(graph, nodes) {
    if (nodes.length < 2) return Infinity;
    const { left, right, top, bottom } = bounds(graph, nodes);
    const [width, height] = [right - left, bottom - top];
    return Math.max(Math.sqrt((width * height) / nodes.length), Math.max(width, height) / nodes.length, 1);
  }
  function bounds(graph, nodes) {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const node of nodes) {
      left = Math.min(left, graph.x[node]);
      right = Math.max(right, graph.x[node]);
      top = Math.min(top, graph.y[node]);
      bottom = Math.max(bottom, graph.y[node]);
    }
    return { left, right, top, bottom };
  }

  /* The camera that shows all of the nodes, with room for names. */
  function fitting(graph, nodes, camera) {
    if (!nodes.length) return { x: 0, y: 0, scale: 1 };
    const { left, right, top, bottom } = bounds(graph, nodes);
    const wide = Math.max(camera.width - 150, 60) / Math.max(right - left, 1);
    const high = Math.max(camera.height - 90, 60) / Math.max(bottom - top, 1);
    return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(wide, high, 1.6) };
  }

  return { toScreen, radius, thickness, curve, along, nodeAt, strandAt, fitting, room, zoomed };
})();
