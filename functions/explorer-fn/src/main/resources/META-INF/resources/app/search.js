// What a name is of: one hit opens at once, several are listed.
import { get } from "./api.js";
import { h, heading, notice } from "./dom.js";
import { mono } from "./format.js";

const PLACES = { call: "call", batch: "batch", payer: "payer", enclave: "enclave", model: "model" };

function href(hit) {
  return PLACES[hit.kind] ? `#/${PLACES[hit.kind]}/${encodeURIComponent(hit.id)}` : "#/";
}

export async function searchPage(text) {
  let items;
  try {
    ({ items } = await get(`api/search?q=${encodeURIComponent(text)}`));
  } catch (problem) {
    if (problem.status !== 400) throw problem;
    return { content: [heading("Search"), h("div", { class: "card" }, notice("That is no name of anything here", problem.message, "bad"))] };
  }
  if (items.length === 1) {
    location.replace(href(items[0]));
  }
  const list = items.map(hit => h("li", {}, h("a", { class: "entry", href: href(hit) }, h("span", {}, hit.because), mono(hit.id))));
  return {
    content: [heading("Search"), h("p", { class: "mono soft" }, text),
      h("div", { class: "card" }, items.length ? h("ul", { class: "list" }, list) : notice("Nothing of that name", "It may be of another network, or not have come here yet."))],
  };
}
