"use strict";
/* What a reader takes along: pictures, the relations shown, text on the clipboard. */
const takeaway = (() => {
  function save(parts, type, name) {
    const href = URL.createObjectURL(new Blob(parts, { type }));
    const anchor = elements.element("a", { href, download: name });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(href), 10000);
  }
  /* The graph as it is on the screen. */
  function asSvg(stage) {
    const { width, height } = stage.camera();
    const ctx = svg.context(width, height, stage.look().ground, document.createElement("canvas").getContext("2d"));
    stage.paint(ctx);
    return ctx.toString();
  }
  function savePng(stage, name) {
    const { width, height } = stage.camera();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * 2, height * 2];
    const ctx = canvas.getContext("2d");
    ctx.scale(2, 2);
    ctx.fillStyle = stage.look().ground;
    ctx.fillRect(0, 0, width, height);
    stage.paint(ctx);
    canvas.toBlob((blob) => { if (blob) save([blob], "image/png", name); }, "image/png");
  }
  /* Whether the text is now on the clipboard. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const box = elements.element("textarea", { class: "away", "aria-hidden": "true" });
      box.value = text;
      document.body.append(box);
      box.select();
      const done = document.execCommand("copy");  // where the page has no right to the clipboard, as in a frame
      box.remove();
      return done;
    }
  }

  return { save, asSvg, savePng, copy };
})();
