import assert from "node:assert/strict";
import test from "node:test";

import { dice, scripts } from "./view_scripts.mjs";

const { labels } = scripts;

function items(seed, amount, spread) {
  const random = dice(seed);
  return Array.from({ length: amount }, (_, number) => ({
    number, x: spread * (random.next() - 0.5), y: spread * (random.next() - 0.5), radius: 2 + 20 * random.next(),
    width: 10 + 150 * random.next(), height: 12 + 6 * random.next(),
  }));
}
const box = ({ width, height }, { x, y }) => ({ left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 });
const dot = ({ x, y, radius }) => box({ width: 2 * radius, height: 2 * radius }, { x, y });
const meet = (one, two) => one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom;
const crowds = [[1, 60, 300], [2, 300, 1500], [3, 300, 6000], [4, 500, 700]].map((parts) => items(...parts));

test("no name lies on another", () => {
  for (const crowd of crowds) {
    const boxes = labels.place(crowd).map((item) => box(item, item.middle));
    boxes.forEach((one, i) => boxes.slice(i + 1).forEach((two) => assert.ok(!meet(one, two))));
    assert.ok(boxes.length > 5);
  }
});

test("no name covers its own dot or that of anything more important", () => {
  for (const crowd of crowds) {
    for (const item of labels.place(crowd)) {
      for (const other of crowd.slice(0, item.number + 1)) assert.ok(!meet(box(item, item.middle), dot(other)));
    }
  }
});

test("a name is left out only where nothing less important is in its way", () => {
  let left = 0;
  for (const crowd of crowds) {
    const placed = labels.place(crowd);
    const kept = new Set(placed.map(({ number }) => number));
    for (const item of crowd.filter(({ number }) => !kept.has(number))) {
      const before = [...crowd.slice(0, item.number).map(dot), ...placed.filter(({ number }) => number < item.number).map((other) => box(other, other.middle))];
      for (const [dx, dy] of [[0, 1], [0, -1], [1, 0], [-1, 0]]) {
        const middle = { x: item.x + dx * (item.radius + 4 + item.width / 2), y: item.y + dy * (item.radius + 3 + item.height / 2) };
        // Names keep two pixels from what lies beside them.
        assert.ok(before.some((other) => meet(box({ ...item, width: item.width + 4 }, middle), { ...other, left: other.left - 2, right: other.right + 2 })));
      }
      left += 1;
    }
  }
  assert.ok(left > 100);
});

test("of two in one place the more important is named below, the other where room is left", () => {
  const item = { x: 0, y: 0, radius: 10, width: 40, height: 14 };
  const middles = labels.place(Array(6).fill(item)).map(({ middle }) => middle);
  assert.deepEqual(middles, [{ x: 0, y: 20 }, { x: 0, y: -20 }, { x: 34, y: 0 }, { x: -34, y: 0 }]);
});

test("things far apart all have their names, in the order given", () => {
  const far = Array.from({ length: 40 }, (_, number) => ({ number, x: (number % 8) * 200 - 700, y: Math.floor(number / 8) * 100 - 250, radius: 9, width: 90, height: 14 }));
  assert.deepEqual(labels.place(far).map(({ number }) => number), [...far.keys()]);
});

test("a board knows what was taken across its cells and apart from it", () => {
  const random = dice(9);
  const board = labels.board();
  const taken = [];
  for (let round = 0; round < 400; round += 1) {
    const one = box({ width: 300 * random.next(), height: 200 * random.next() }, { x: 3000 * (random.next() - 0.5), y: 3000 * (random.next() - 0.5) });
    assert.equal(board.free(one), !taken.some((other) => meet(one, other)));
    if (round % 2) continue;
    board.take(one);
    taken.push(one);
  }
});

test("what a board has taken before names keeps them off", () => {
  const board = labels.board();
  board.take({ left: -100, right: 100, top: 0, bottom: 100 });
  assert.deepEqual(labels.place([{ x: 0, y: -20, radius: 10, width: 40, height: 14 }], board).map(({ middle }) => middle), [{ x: 0, y: -40 }]);
});
