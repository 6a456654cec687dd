// A batch as a tree, drawn from leaves that are hashed here.
import { h, svg } from "./dom.js";
import { short } from "./format.js";

const WIDTH = 118;
const HEIGHT = 28;
const GAP = 14;
const RISE = 64;
const DRAWN = 64;

function node(x, y, name, kind, href) {
  const box = [
    svg("rect", { x: x - WIDTH / 2, y, width: WIDTH, height: HEIGHT, rx: 6 }),
    svg("text", { x, y: y + 18 }, short(name)),
    svg("title", {}, name),
  ];
  const group = svg("g", { class: kind }, box);
  return href ? svg("a", { href }, group) : group;
}

/** Levels come leaves first; `links` lead from each leaf. */
export function tree(levels, links) {
  if (levels[0].length > DRAWN) {
    return h("p", { class: "soft" }, `${levels[0].length} receipts in ${levels.length} levels: too many to draw; they are listed below.`);
  }
  const depth = levels.length - 1;
  const width = levels[0].length * (WIDTH + GAP) + GAP;
  const height = depth * RISE + HEIGHT + 8;
  const place = [levels[0].map((_, i) => GAP + WIDTH / 2 + i * (WIDTH + GAP))];
  for (let level = 1; level <= depth; level++) {
    place.push(levels[level].map((_, i) => {
      const left = place[level - 1][2 * i];
      const right = place[level - 1][2 * i + 1] ?? left;
      return (left + right) / 2;
    }));
  }
  const y = level => 4 + (depth - level) * RISE;
  const drawing = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": `Tree of ${levels[0].length} receipts` });
  for (let level = 0; level < depth; level++) {
    place[level].forEach((x, i) =>
      drawing.append(svg("line", { x1: x, y1: y(level), x2: place[level + 1][Math.floor(i / 2)], y2: y(level + 1) + HEIGHT })));
  }
  levels.forEach((names, level) =>
    names.forEach((name, i) => drawing.append(node(place[level][i], y(level), name, level === depth ? "root" : "", level === 0 ? links[i] : undefined))));
  return h("div", { class: "tree", tabindex: "0", role: "region", "aria-label": "Tree of the batch" }, drawing);
}
