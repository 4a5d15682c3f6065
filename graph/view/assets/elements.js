"use strict";
/* Elements of the page, made without markup, so that no text can become any. */
const elements = (() => {
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "class") made.className = value;
      else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }
  function drawing(width, height, ...shapes) {
    const space = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(space, "svg");
    const set = (target, values) => Object.entries(values).forEach(([k, v]) => target.setAttribute(k, v));
    set(picture, { width, height, viewBox: `0 0 ${width} ${height}`, class: "key", "aria-hidden": "true" });
    for (const [name, values] of shapes) {
      const shape = document.createElementNS(space, name);
      set(shape, values);
      picture.append(shape);
    }
    return picture;
  }
  function facts(pairs) {
    const list = element("dl");
    for (const [term, value] of pairs) {
      if (value === null || value === undefined || value === "") continue;
      list.append(element("dt", {}, term), element("dd", {}, value instanceof Node ? value : String(value)));
    }
    return list;
  }
  return { element, drawing, facts };
})();
