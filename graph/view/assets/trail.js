"use strict";
/* Where the reader has been: steps that can be gone back to, in the browser's history or, where a page has none, here. */
const trail = (() => {
  /* restore(text): shows the state that an address describes; told(back, forward): which ways are open. */
  function make(restore, told) {
    const texts = [];
    let at = -1;
    let native = true;

    function keep(text, step) {
      if (text === texts[at]) return;
      if (step || at < 0) texts.splice((at += 1), Infinity, text);
      else texts[at] = text;
      number(step, `#${text}`);
      tell();
    }
    function number(step, address) {
      try {
        history[step ? "pushState" : "replaceState"]({ at }, "", address);
      } catch {
        native = false;  // a frame without an address of its own, as in a notebook
      }
    }
    const tell = () => told(at > 0, at < texts.length - 1);
    function show(place, text) {
      at = place;
      texts[at] = text;
      restore(text);
      tell();
    }
    function walk(by) {
      if (native) history.go(by);
      else if (texts[at + by] !== undefined) show(at + by, texts[at + by]);
    }
    window.addEventListener("popstate", (event) => {
      const text = location.hash.slice(1);
      if (text === texts[at]) return;
      if (event.state) show(event.state.at, text);
      else show(at + 1, text);  // an address typed or followed
    });
    /* A page loaded again stands where it stood: its way back is the browser's. */
    function begin() {
      at = history.state && history.state.at > 0 ? history.state.at : 0;
      for (let i = 0; i < at; i += 1) texts[i] = null;
      texts[at] = location.hash.slice(1);
      number(false, location.href);
      tell();
      return texts[at];
    }
    return { keep, walk, begin };
  }

  return { make };
})();
