// Models that were paid for: terms, use and earnings.
import { get } from "./api.js";
import { facts, h, heading, notice } from "./dom.js";
import { age, amount, mono, short, unix } from "./format.js";
import { called } from "./names.js";
import { callCount, days } from "./usage.js";
import { assuranceWords } from "./words.js";

const PRICES = [["flatPrice", "per call"], ["inputUnitPrice", "per unit in"], ["outputUnitPrice", "per unit out"]];

/** The parts of a price that are not nothing. */
function price(offer) {
  const parts = PRICES.filter(([member]) => /^[1-9][0-9]*$/.test(offer?.[member])).map(([member, word]) => `${amount(offer[member], offer.asset)} ${word}`);
  return parts.length ? parts.join(" + ") : "free";
}

/** The digest until a name is known. */
function title(digest) {
  const place = h("span", { class: "mono", title: digest }, short(digest));
  called(digest).then(model => model?.name && place.replaceWith(h("span", { title: digest }, model.name)));
  return place;
}

/** What the runner says of the model, once it has said it. */
function claims(digest) {
  const place = h("div", {});
  called(digest).then(model => {
    if (!model) return;
    place.replaceWith(h("section", { class: "card", id: "claims" }, h("h2", {}, model.name ?? "No name"),
      facts([
        model.version && ["Version", model.version],
        model.licence && ["Licence", model.licence],
        model.card && ["Card", model.card],
      ]),
      h("p", { class: "soft small" }, "As the runner says. What receipts prove is the digest above.")));
  });
  return place;
}

function entry(model) {
  return h("li", {}, h("a", { class: "entry", href: `#/model/${encodeURIComponent(model.modelDigest)}` },
    title(model.modelDigest),
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
      claims(model.modelDigest),
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
