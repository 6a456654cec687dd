// Models that were paid for: terms, use and earnings.
import { get } from "./api.js";
import { facts, h, heading, notice } from "./dom.js";
import { age, amount, mono, short, unix } from "./format.js";
import { callCount, days } from "./usage.js";
import { assuranceWords } from "./words.js";

const PRICES = [["flatPrice", "per call"], ["inputUnitPrice", "per unit in"], ["outputUnitPrice", "per unit out"]];

/** The parts of a price that are not nothing. */
function price(offer) {
  const parts = PRICES.filter(([member]) => /^[1-9][0-9]*$/.test(offer?.[member])).map(([member, word]) => `${amount(offer[member], offer.asset)} ${word}`);
  return parts.length ? parts.join(" + ") : "free";
}

function entry(model) {
  return h("li", {}, h("a", { class: "entry", href: `#/model/${encodeURIComponent(model.modelDigest)}` },
    h("span", { class: "mono", title: model.modelDigest }, short(model.modelDigest)),
    h("span", { class: "name small" }, price(model.offer)),
    h("span", { class: "end" }, callCount(model.calls)),
    h("span", { class: "end soft small" }, age(model.usedAt))));
}

export async function modelsPage() {
  const { items } = await get("api/models");
  return {
    content: [
      heading("Models", "Every model that a settled call used, the most used first. A model is named by the digest of its manifest: weights, tokenizer and version."),
      h("div", { class: "card" }, items.length ? h("ul", { class: "list" }, items.map(entry)) : notice("No models yet", "None was used by a settled call.")),
    ],
  };
}

export async function modelPage(digest) {
  const { model, earned, days: last } = await get(`api/models/${digest}`);
  return {
    content: [
      heading("Model"),
      h("p", { class: "mono soft" }, model.modelDigest),
      h("section", { class: "card" }, h("h2", {}, "Its terms"), facts([
        ["Price", h("strong", {}, price(model.offer)), "as the enclave signed it for the latest settled call"],
        ["At least", h("strong", {}, model.offer.minAssurance), assuranceWords(model.offer.minAssurance)],
        ["Good until", unix(model.offer.expiresAt), "a newer offer may be asked for by any call"],
        ["Paid to", mono(model.offer.payTo), "the vault of its host; only the Settlement contract can empty it"],
      ])),
      h("section", { class: "card" }, h("h2", {}, "Used and charged"),
        h("p", { class: "soft small" }, "What was settled on chain, before the shares of operator, validators and treasury."),
        earned.map(host => h("p", {}, h("strong", { class: "amount" }, amount(host.charged, host.asset)), ` for ${callCount(host.calls)} to `, mono(short(host.payTo), host.payTo))),
        days(last)),
    ],
  };
}
