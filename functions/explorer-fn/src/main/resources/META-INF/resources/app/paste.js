// Checks a receipt that the reader brings, without asking the server anything.
import { h, heading, notice } from "./dom.js";
import { receiptFacts } from "./receipt.js";
import { verdictList } from "./verdict.js";

const MAX = 32_768;

/** A signed receipt from JSON, or from the base64 of a Verigrad-Receipt header. */
function parse(text) {
  const trimmed = text.trim();
  if (trimmed.length === 0) throw new Error("Paste a receipt first.");
  if (trimmed.length > MAX) throw new Error(`Expected at most ${MAX} characters, found ${trimmed.length}.`);
  let signed;
  try {
    const json = trimmed.startsWith("{") ? trimmed : new TextDecoder().decode(Uint8Array.from(atob(trimmed), c => c.charCodeAt(0)));
    signed = JSON.parse(json);
  } catch {
    throw new Error("Expected the JSON of a receipt, or the base64 of its header; this is neither.");
  }
  if (!signed?.domain || !signed.receipt || !signed.signature || !signed.offer?.offer) {
    throw new Error("Expected the members domain, receipt, signature and offer.");
  }
  return signed;
}

export async function verifyPage() {
  const verdict = verdictList();
  const result = h("div", {});
  const form = h("form", { class: "stack" },
    h("label", {}, "Receipt", h("textarea", { name: "receipt", spellcheck: "false", maxlength: String(MAX), required: true }), h("span", {}, "The value of the header Verigrad-Receipt, or the JSON from a saved receipt.")),
    h("div", { class: "row" }, h("button", { class: "first", type: "submit" }, "Verify")));
  form.addEventListener("submit", event => {
    event.preventDefault();
    try {
      const signed = parse(new FormData(form).get("receipt"));
      result.replaceChildren(
        h("section", { class: "card" }, h("h2", {}, "Checks"), verdict.content),
        h("section", { class: "card" }, h("h2", {}, "What the receipt says"), receiptFacts(signed.receipt)));
      verdict.run(signed, {});
    } catch (problem) {
      result.replaceChildren(h("div", { class: "card" }, notice("Not a receipt", problem.message, "bad")));
    }
  });
  return { content: [heading("Verify a receipt", "Nothing that you paste leaves this page, except questions about its key to the chain in your settings."), h("div", { class: "card" }, form), result] };
}
