// Enclaves: the keys that sign receipts.
import { get } from "./api.js";
import { facts, h, heading, notice } from "./dom.js";
import { mono, unix } from "./format.js";
import { pages } from "./calls.js";
import { assuranceWords } from "./words.js";

function standing({ standing: word, epoch }) {
  if (word === "unknown") return h("span", { class: "badge wait" }, "… the chain does not answer");
  if (word === "unregistered") return h("span", { class: "badge bad" }, "✕ not registered");
  if (epoch.revokedAt !== undefined) return h("span", { class: "badge bad" }, "✕ revoked");
  const now = Date.now() / 1000;
  if (now >= epoch.validUntil) return h("span", { class: "badge bad" }, "✕ expired");
  return now < epoch.validFrom ? h("span", { class: "badge wait" }, "… not yet good") : h("span", { class: "badge good" }, "✓ good");
}

function card(enclave, linked) {
  const { key, epoch } = enclave;
  return h("section", { class: "card" },
    h("div", { class: "row spread" }, h("h2", { class: "mono" }, linked ? h("a", { href: `#/enclave/${key}` }, key) : key), standing(enclave)),
    epoch && facts([
      ["Epoch", [unix(epoch.validFrom), " to ", unix(epoch.validUntil)], "receipts issued in this time can be settled"],
      epoch.revokedAt !== undefined && ["Revoked", unix(epoch.revokedAt)],
      ["At most", h("strong", {}, epoch.maxAssurance), assuranceWords(epoch.maxAssurance)],
      ["Measurements", mono(epoch.measurementSet), "names the software that validators found running"],
      ["Operator", mono(epoch.operator)],
    ]));
}

export async function enclavesPage() {
  const { items } = await get("api/enclaves");
  return {
    content: [
      heading("Enclaves", "Keys that were made inside an enclave and registered by a quorum of validators that each appraised its evidence."),
      items.length ? items.map(enclave => card(enclave, true)) : h("div", { class: "card" }, notice("No enclaves yet", "None was registered and none has served a call.")),
    ],
  };
}

export async function enclavePage(key) {
  const [{ items }, calls] = await Promise.all([get("api/enclaves"), pages(`enclave=${key}`)]);
  const known = items.find(enclave => enclave.key.toLowerCase() === key.toLowerCase());
  return {
    content: [heading("Enclave"), known ? card(known, false) : h("p", { class: "mono" }, key), h("section", { class: "card" }, h("h2", {}, "Its calls"), calls)],
  };
}
