// Which page is shown: the part of the address after #.
import { heading, h, notice } from "./dom.js";
import { loadNetwork, network } from "./network.js";
import { callsPage } from "./calls.js";
import { callPage } from "./call.js";
import { batchesPage, batchPage } from "./batches.js";
import { enclavesPage, enclavePage } from "./enclaves.js";
import { playPage } from "./play.js";
import { modelPage, modelsPage } from "./models.js";
import { searchPage } from "./search.js";
import { settingsPage } from "./settings.js";
import { validatorsPage } from "./validators.js";
import { verifyPage } from "./paste.js";

const ROUTES = [
  [/^\/?$/, "Calls", callsPage],
  [/^\/payer\/(0x[0-9a-fA-F]{40})$/, "Payer", payer => callsPage({ payer })],
  [/^\/call\/(0x[0-9a-fA-F]{64})$/, "Call", callPage],
  [/^\/batches$/, "Batches", batchesPage],
  [/^\/batch\/(0x[0-9a-fA-F]{64})$/, "Batch", batchPage],
  [/^\/enclaves$/, "Enclaves", enclavesPage],
  [/^\/enclave\/(0x[0-9a-fA-F]{40})$/, "Enclave", enclavePage],
  [/^\/models$/, "Models", modelsPage],
  [/^\/model\/(0x[0-9a-fA-F]{64})$/, "Model", modelPage],
  [/^\/search\/(.*)$/, "Search", text => searchPage(decodeURIComponent(text))],
  [/^\/play$/, "Playground", playPage],
  [/^\/validators$/, "Validators", validatorsPage],
  [/^\/verify$/, "Verify a receipt", verifyPage],
  [/^\/settings$/, "Settings", settingsPage],
];
const main = document.getElementById("main");
let leave = () => {};
let turn = 0;

/** A page is a function that gives {content, leave}: what to show, and what to stop when it is left. */
async function show(moved) {
  const mine = ++turn;
  leave();
  leave = () => {};
  const path = location.hash.replace(/^#/, "") || "/";
  const [route, match] = find(path);
  mark(path);
  main.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => main.replaceChildren(notice("Loading…", "")), 150);
  let page;
  try {
    await known().catch(() => {}); // a page that needs the server says so itself
    page = route ? await route[2](...match.slice(1)) : { content: [heading("Nothing here"), notice("No such page", "")] };
  } catch (problem) {
    page = { content: problemContent(route, problem) };
  }
  clearTimeout(slow);
  if (mine !== turn) {
    page.leave?.(); // the reader went on before this page was there
    return;
  }
  leave = page.leave ?? leave;
  main.removeAttribute("aria-busy");
  main.replaceChildren(...page.content.flat(Infinity).filter(Boolean));
  document.title = `${route ? route[1] : "Nothing here"} · Verigrad explorer`;
  if (moved) main.querySelector("h1")?.focus({ preventScroll: false });
}

/** Asks for the network until it is known. */
async function known() {
  if (network().chainId !== undefined && network().now) return;
  await loadNetwork();
  document.getElementById("network").textContent =
    `Chain eip155:${network().chainId} · Settlement ${network().settlement} · every check runs in your browser`;
}

function find(path) {
  for (const route of ROUTES) {
    const match = route[0].exec(path);
    if (match) return [route, match];
  }
  return [null, []];
}

function problemContent(route, problem) {
  const title = problem.status === 404 ? "Not found" : "That did not work";
  const again = h("button", { type: "button", onclick: () => show(false) }, "Try again");
  return [heading(route[1]), h("div", { class: "card" }, notice(title, problem.message, "bad"), h("div", { class: "notice" }, again))];
}

function mark(path) {
  for (const link of document.querySelectorAll("nav a")) {
    const target = link.getAttribute("href").slice(1);
    if (target === path || (target !== "/" && path.startsWith(target.replace(/s$|es$/, "")))) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

document.getElementById("search").addEventListener("submit", event => {
  event.preventDefault();
  const q = new FormData(event.target).get("q").trim();
  if (q) location.hash = `#/search/${encodeURIComponent(q)}`;
});
document.querySelector(".skip").addEventListener("click", event => {
  event.preventDefault(); // the part after # is the page
  main.focus();
});
addEventListener("hashchange", () => show(true));
show(false);
