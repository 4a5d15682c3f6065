"use strict";
/* vis-network as camera and source of events; what it shows is painted by the painter before it draws. */
const stages = (() => {
  const DIRECT = 2500;  // things up to which each frame is painted anew; above, a picture is moved
  const MARGIN = 1.5;  // the picture's size against the screen's
  const IDLE = 90;  // milliseconds without a move after which the picture is painted sharp
  const SCALES = [0.02, 6];
  const EDGE = 20;  // pixels of the screen's rim that count as outside
  const USUAL_ROOM = 100;  // pixels from node to node for which the forces below are set

  const held = (scale) => Math.min(Math.max(scale, SCALES[0]), SCALES[1]);

  /*
   * hooks: node(i), strand(strand), nothing(), expand(i), moved(i), looked() when the reader moved
   * the camera, title(strand). Returns what the page does with the graph on the screen.
   */
  function make(container, graph, options, hooks) {
    const sets = { nodes: new vis.DataSet(), edges: new vis.DataSet() };
    const network = new vis.Network(container, sets, options);
    const tip = elements.element("div", { id: "tip", hidden: "" });
    container.append(tip);
    let scene = { graph, nodes: [], strands: [], words: {}, room: Infinity };
    let look = null;
    let only = null;
    let marked = [];
    let hover = -1;
    let drag = null;
    let settling = false;
    const picture = cached();
    const backdrop = cached();
    let timer = 0;

    function camera() {
      const { x, y } = network.getViewPosition();
      return { x, y, scale: network.getScale(), width: container.clientWidth, height: container.clientHeight, room: scene.room };
    }
    /* However many changes a moment brings, one frame. */
    let asked = false;
    function redraw() {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        network.redraw();
      });
    }
    const heavy = () => scene.nodes.length + scene.strands.length > DIRECT;

    network.on("beforeDrawing", (ctx) => {
      if (!look) return;
      if (settling) follow();
      const now = camera();
      const ratio = ctx.getTransform().a / now.scale;
      ctx.save();
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      if (heavy()) paste(ctx, now, ratio);
      else painter.paint(ctx, scene, now, look, only);
      for (const node of marked) painter.ring(ctx, scene, node, now, look);
      if (hover >= 0) painter.ring(ctx, scene, hover, now, look);
      ctx.restore();
    });

    /* Many things: the picture painted last, moved and scaled; what is chosen and the names are painted on it. */
    function paste(ctx, now, ratio) {
      if (!picture.fresh) picture.paint(scene, now, MARGIN, ratio, look);
      const whole = picture.covers(now);
      if (!whole && !backdrop.fresh) backdrop.paint(scene, { ...now, ...shapes.fitting(graph, scene.nodes, now) }, 1, ratio, look);
      ctx.globalAlpha = only ? painter.PALE : 1;
      if (!whole) backdrop.draw(ctx, now);
      picture.draw(ctx, now);
      ctx.globalAlpha = 1;
      if (only) painter.draw(ctx, chosenScene(), now, look);
      painter.write(ctx, scene, now, look, only);
      if (!picture.sharp(now)) {
        clearTimeout(timer);
        timer = setTimeout(() => {
          picture.fresh = false;
          redraw();
        }, IDLE);
      }
    }
    function chosenScene() {
      return { ...scene, nodes: scene.nodes.filter((node) => only.nodes.has(node)), strands: scene.strands.filter(only.strands) };
    }

    /* ---- pointer ---- */
    const place = (event) => {
      const box = container.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const under = (point) => shapes.nodeAt(graph, scene.nodes, camera(), point);
    const line = (point) => shapes.strandAt(graph, scene.strands, camera(), point);
    network.on("click", ({ pointer }) => {
      const node = under(pointer.DOM);
      if (node >= 0) {
        hooks.node(node);
        return;
      }
      const strand = line(pointer.DOM);
      if (strand) hooks.strand(strand);
      else hooks.nothing();
    });
    network.on("doubleClick", ({ pointer }) => {
      const node = under(pointer.DOM);
      if (node >= 0) hooks.expand(node);
    });
    network.on("zoom", () => {
      const scale = held(network.getScale());
      if (scale !== network.getScale()) network.moveTo({ scale, animation: false });
      forget();
      hooks.looked();
    });
    network.on("dragEnd", () => { if (!drag) hooks.looked(); });
    network.on("resize", () => refresh());
    container.addEventListener("pointerdown", (event) => {
      const node = event.button === 0 ? under(place(event)) : -1;
      network.setOptions({ interaction: { dragView: node < 0 } });
      drag = node < 0 ? null : { node, from: place(event), moved: false };
      hint(null);
    }, true);
    window.addEventListener("pointermove", (event) => {
      const point = place(event);
      if (drag) {
        drag.moved = drag.moved || Math.hypot(point.x - drag.from.x, point.y - drag.from.y) > 4;
        if (drag.moved) put(drag.node, network.DOMtoCanvas(point));
      } else if (!event.buttons) requestAnimationFrame(() => pointAt(point, container.contains(event.target)));
    });
    window.addEventListener("pointerup", () => {
      if (drag && drag.moved) {
        if (settling) sets.nodes.update({ id: drag.node, fixed: false });
        picture.fresh = backdrop.fresh = false;
        hooks.moved(drag.node);
        redraw();
      }
      drag = null;
    });
    function put(node, { x, y }) {
      graph.x[node] = x;
      graph.y[node] = y;
      if (settling) sets.nodes.update({ id: node, x, y, fixed: true });
      redraw();
    }
    function pointAt(point, inside) {
      const node = inside ? under(point) : -1;
      const strand = inside && node < 0 ? line(point) : null;
      container.classList.toggle("pointing", node >= 0 || strand !== null);
      hint(node >= 0 ? graph.nodes.label[node] : strand ? hooks.title(strand) : null, point);
      if (node !== hover) {
        hover = node;
        redraw();
      }
    }
    /* What lies under the pointer changes when the view moves beneath it. */
    function forget() {
      hover = -1;
      hint(null);
    }
    function hint(text, point) {
      tip.hidden = text === null;
      if (text === null) return;
      tip.textContent = text;
      const left = Math.min(point.x + 14, container.clientWidth - tip.offsetWidth - 6);
      tip.style.transform = `translate(${Math.max(left, 6)}px, ${Math.max(point.y - tip.offsetHeight - 10, 6)}px)`;
    }

    /* ---- physics, when asked ---- */
    function settle(on) {
      if (on === settling) return;
      settling = on;
      if (on) {
        sets.nodes.add(scene.nodes.map((id) => ({ id, x: graph.x[id], y: graph.y[id], hidden: true })));
        sets.edges.add(scene.strands.filter(({ a, b }) => a !== b).map(({ a, b }, id) => ({ id, from: a, to: b, hidden: true })));
      }
      network.setOptions({ physics: { ...forces(), enabled: on } });
      if (!on) {
        sets.edges.clear();
        sets.nodes.clear();
        refresh();
      }
    }
    /* Of the size of the layout: with every length so many times as long, forces that keep its shape. */
    function forces() {
      const length = Number.isFinite(scene.room) ? scene.room : USUAL_ROOM;
      const times = length / USUAL_ROOM;
      const barnesHut = {
        gravitationalConstant: -9000 * times ** 3, centralGravity: 0.6 * times, springLength: length, springConstant: 0.02,
        damping: 0.3, avoidOverlap: 0,
      };
      return { solver: "barnesHut", barnesHut, maxVelocity: 40 * times, minVelocity: times, stabilization: false, adaptiveTimestep: false };
    }
    function follow() {
      for (const [id, { x, y }] of Object.entries(network.getPositions(scene.nodes))) {
        graph.x[id] = x;
        graph.y[id] = y;
      }
      picture.fresh = backdrop.fresh = false;
    }
    network.on("stabilized", () => {
      if (!settling) return;
      settle(false);
      hooks.settled();
    });

    function refresh() {
      picture.fresh = backdrop.fresh = false;
      redraw();
    }
    return {
      network, camera, refresh, redraw, settle,
      settling: () => settling,
      show: (next) => { scene = { ...next, room: shapes.room(graph, next.nodes) }; refresh(); },
      dress: (next) => { look = next; refresh(); },
      emphasize: (next, rings) => { only = next; marked = rings; redraw(); },
      scene: () => scene,
      look: () => look,
      only: () => only,
      paint: (ctx) => painter.paint(ctx, scene, camera(), look, only),
      /* Whether all of the nodes are on the screen. */
      within: (nodes) => {
        const now = camera();
        return nodes.every((node) => {
          const { x, y } = shapes.toScreen(now, graph.x[node], graph.y[node]);
          return x > EDGE && y > EDGE && x < now.width - EDGE && y < now.height - EDGE;
        });
      },
      fit: (nodes) => { const { x, y, scale } = shapes.fitting(graph, nodes, camera()); network.moveTo({ position: { x, y }, scale, animation: false }); },
      moveTo: (x, y, scale) => network.moveTo({ position: { x, y }, scale: held(scale), animation: false }),
      zoom: (factor) => network.moveTo({ scale: held(network.getScale() * factor), animation: false }),
    };
  }

  /* A picture of the scene as a camera saw it. */
  function cached() {
    const canvas = document.createElement("canvas");
    let seen = null;
    const own = {
      fresh: false,
      paint(scene, camera, margin, ratio, look) {
        seen = { ...camera, width: camera.width * margin, height: camera.height * margin };
        canvas.width = Math.max(seen.width * ratio, 1);
        canvas.height = Math.max(seen.height * ratio, 1);
        const ctx = canvas.getContext("2d");
        ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
        painter.draw(ctx, scene, seen, look);
        own.fresh = true;
      },
      draw(ctx, camera) {
        const factor = camera.scale / seen.scale;
        const { x, y } = shapes.toScreen(camera, seen.x, seen.y);
        const [width, height] = [seen.width * factor, seen.height * factor];
        ctx.drawImage(canvas, x - width / 2, y - height / 2, width, height);
      },
      covers(camera) {
        const factor = camera.scale / seen.scale;
        return Math.abs(camera.x - seen.x) * camera.scale + camera.width / 2 <= (seen.width * factor) / 2 + 1 &&
          Math.abs(camera.y - seen.y) * camera.scale + camera.height / 2 <= (seen.height * factor) / 2 + 1;
      },
      sharp: (camera) => camera.scale === seen.scale && own.covers(camera),
    };
    return own;
  }

  return { make };
})();
