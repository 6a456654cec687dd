// Elements are made, never parsed: whatever a value holds, it becomes text.
const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "href" && !/^#/.test(value)) throw new TypeError("links lead to this page only");
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** A heading that takes the focus when its page opens, so that screen readers begin there. */
export function heading(text, lead) {
  return [h("h1", { tabindex: "-1" }, text), lead && h("p", { class: "lead" }, lead)];
}

export function notice(title, text, kind = "") {
  return h("div", { class: `notice ${kind}`, role: kind === "bad" ? "alert" : "status" }, h("strong", {}, title), text);
}

export function facts(entries) {
  return h(
    "dl",
    { class: "facts" },
    entries.filter(Boolean).map(([term, value, why]) => [
      h("dt", {}, term),
      h("dd", {}, value, why && h("span", { class: "why" }, why)),
    ]),
  );
}
