"use strict";
/* Room for names: boxes on a grid of cells, so that none lies on another. */
const labels = (() => {
  const CELL = 96;
  const SIDES = [[0, 1], [0, -1], [1, 0], [-1, 0]];

  function board() {
    const cells = new Map();
    const each = (box, visit) => {
      for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) {
        for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) {
          if (visit(x * 100003 + y)) return true;
        }
      }
      return false;
    };
    const meets = (one, two) =>
      one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom;
    return {
      free: (box) => !each(box, (key) => (cells.get(key) || []).some((other) => meets(box, other))),
      take: (box) => {
        each(box, (key) => {
          if (!cells.has(key)) cells.set(key, []);
          cells.get(key).push(box);
          return false;
        });
      },
    };
  }

  /*
   * Places for the names of round things. items: {x, y, radius, width, height}, the most
   * important first. Below, above, right and left are tried in turn; a name lies on no other name
   * and on nothing more important, and one without room is left out, also beyond the edge of a
   * screen {width, height}. Returns the items that have a place, with the middle of their text.
   */
  function place(items, room = board(), screen = null) {
    const placed = [];
    for (const item of items) {
      const { x, y, radius } = item;
      room.take({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
      const middle = SIDES.map(([dx, dy]) => ({ x: x + dx * (radius + 4 + item.width / 2), y: y + dy * (radius + 3 + item.height / 2) }))
        .find((there) => inside(around(there, item), screen) && room.free(around(there, item)));
      if (!middle) continue;
      room.take(around(middle, item));
      placed.push({ ...item, middle });
    }
    return placed;
  }

  const inside = (box, screen) => !screen || (box.left >= 0 && box.top >= 0 && box.right <= screen.width && box.bottom <= screen.height);
  function around(middle, { width, height }) {
    return { left: middle.x - width / 2 - 2, right: middle.x + width / 2 + 2, top: middle.y - height / 2, bottom: middle.y + height / 2 };
  }

  return { board, place, around };
})();
