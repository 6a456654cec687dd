// Enclaves: the keys that sign receipts.
import { get } from "./api.js";
import { facts, h, heading, notice } from "./dom.js";
import { evidenceOf } from "./evidence.js";
import { mono, short, unix } from "./format.js";
import { pages } from "./calls.js";
import { network } from "./network.js";
import { storage } from "./storage.js";
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

function row(name, kind, said) {
  return h("li", { class: "plain" }, h("div", { class: "row spread" }, mono(short(name), name), h("span", { class: `badge ${kind}` }, said)));
}

function signatures(found, all) {
  const signed = name => found.signers.some(signer => signer.toLowerCase() === name.toLowerCase());
  const active = all.filter(one => one.active);
  const others = found.signers.filter(signer => !active.some(one => one.name.toLowerCase() === signer.toLowerCase()));
  return h("ul", { class: "list" },
    row("the key", found.keySigned ? "good" : "bad", found.keySigned ? "✓ signed" : "✕ did not sign"),
    active.map(({ name }) => signed(name) ? row(name, "good", "✓ signed") : row(name, "", "– silent")),
    others.map(name => row(name, "wait", "signed; no active validator today")));
}

async function registered(key) {
  const { chainId, enclaveRegistry, rpcUrl, contracts } = network();
  if (!rpcUrl) return notice("No chain", "Name a node in the settings: this part asks it.");
  const [{ RememberingChain }, { registrationOf }, { validators }] = await Promise.all([
    import("../verify/logs.js"), import("../verify/registrations.js"), import("../verify/stakes.js")]);
  const chain = new RememberingChain(rpcUrl, { since: contracts?.since ?? 0, store: storage() });
  const [found, all] = await Promise.all([
    registrationOf(chain, { chainId, registry: enclaveRegistry }, key),
    contracts?.validatorStaking ? validators(chain, contracts.validatorStaking) : [],
  ]);
  if (found === null) return notice("Never registered", "The registry has no such key.");
  return [
    facts([
      ["Evidence", mono(found.evidenceDigest), "digest of what the enclave showed of itself; each signature below covers it"],
      ["Policy", mono(found.policyDigest), "digest of the rules by which it was appraised"],
      ["Transaction", mono(found.transaction), `block ${found.block}`],
    ]),
    found.signers === null
      ? notice("Signatures not read", "The registration came through another contract, which checked them.")
      : signatures(found, all),
  ];
}

/** What the chain says of a registration; the page stands without it. */
function registration(key) {
  const place = h("div", {}, h("p", { class: "soft" }, "Asking the chain …"));
  registered(key)
    .catch(problem => notice("Not known now", problem.message, "bad"))
    .then(content => place.replaceChildren(...[content].flat()));
  return h("section", { class: "card" },
    h("h2", {}, "Who signed for it"),
    h("p", { class: "soft small" }, "Your browser reads the newest registration from the chain, and recovers who signed it."),
    place);
}

export async function enclavePage(key) {
  const [{ items }, calls] = await Promise.all([get("api/enclaves"), pages(`enclave=${key}`)]);
  const known = items.find(enclave => enclave.key.toLowerCase() === key.toLowerCase());
  return {
    content: [heading("Enclave"), known ? card(known, false) : h("p", { class: "mono" }, key), registration(key), evidenceOf(key), h("section", { class: "card" }, h("h2", {}, "Its calls"), calls)],
  };
}
