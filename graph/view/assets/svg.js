"use strict";
/* A canvas context that writes SVG: only the calls that the painter makes. */
const svg = (() => {
  const number = (value) => String(Math.round(value * 100) / 100);
  const escaped = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c])
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");

  function context(width, height, ground, measure) {
    const parts = [];
    let path = [];
    let dash = [];
    const point = (x, y) => `${number(x)} ${number(y)}`;
    const alpha = (ctx) => (ctx.globalAlpha < 1 ? ` opacity="${number(ctx.globalAlpha)}"` : "");
    const ctx = {
      globalAlpha: 1, fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, font: "", lineCap: "butt", lineJoin: "round",
      textAlign: "center", textBaseline: "middle",
      beginPath: () => { path = []; },
      moveTo: (x, y) => { path.push(`M${point(x, y)}`); },
      lineTo: (x, y) => { path.push(`L${point(x, y)}`); },
      quadraticCurveTo: (cx, cy, x, y) => { path.push(`Q${point(cx, cy)} ${point(x, y)}`); },
      closePath: () => { path.push("Z"); },
      rect: (x, y, w, h) => { path.push(`M${point(x, y)}h${number(w)}v${number(h)}h${number(-w)}Z`); },
      arc: (x, y, r) => {  // the painter draws whole circles alone
        const half = `${number(r)} ${number(r)} 0 1 0`;
        path.push(`M${point(x + r, y)}A${half} ${point(x - r, y)}A${half} ${point(x + r, y)}Z`);
      },
      setLineDash: (lengths) => { dash = lengths; },
      measureText: (text) => { measure.font = ctx.font; return measure.measureText(text); },
      fill: () => { if (path.length) parts.push(`<path d="${path.join("")}" fill="${ctx.fillStyle}"${alpha(ctx)}/>`); },
      stroke: () => {
        if (!path.length) return;
        const dashes = dash.length ? ` stroke-dasharray="${dash.join(" ")}"` : "";
        parts.push(`<path d="${path.join("")}" fill="none" stroke="${ctx.strokeStyle}" stroke-width="${number(ctx.lineWidth)}"${dashes}${alpha(ctx)}/>`);
      },
      strokeText: (text, x, y) => { parts.push(words(ctx, text, x, y, `fill="none" stroke="${ctx.strokeStyle}" stroke-width="${number(ctx.lineWidth)}" stroke-linejoin="round"`)); },
      fillText: (text, x, y) => { parts.push(words(ctx, text, x, y, `fill="${ctx.fillStyle}"`)); },
      toString: () => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
        `<rect width="100%" height="100%" fill="${ground}"/>${parts.join("")}</svg>`,
    };
    return ctx;
  }
  function words(ctx, text, x, y, paint) {
    const size = /([\d.]+)px/.exec(ctx.font);
    const weight = /^\d+/.exec(ctx.font.replace(/^([\d.]+)px.*/, ""));
    return `<text x="${number(x)}" y="${number(y)}" font-family="system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif" font-size="${size ? size[1] : 12}"` +
      `${weight ? ` font-weight="${weight[0]}"` : ""} text-anchor="middle" dominant-baseline="central" ${paint}>${escaped(text)}</text>`;
  }

  return { context };
})();
