// The page of one call.
import { get } from "./api.js";
import { facts, h, heading } from "./dom.js";
import { amount, mono } from "./format.js";
import { receiptFacts } from "./receipt.js";
import { verdictList } from "./verdict.js";
import { way } from "./way.js";
import { stateBadge, stateWords } from "./words.js";

const MOVING = ["RESERVED", "SERVED", "AFFIRMED", "SETTLING"];
const PERIOD_MS = 2000;

function verifyCard(detail) {
  const verdict = verdictList();
  const button = h("button", { type: "button", class: "first", id: "verify" }, "Verify");
  const context = () => ({
    id: detail().call.receiptId,
    nonce: detail().nonce,
    inclusion: detail().settlement && { root: detail().settlement.root, proof: detail().settlement.proof, transaction: detail().settlement.transaction },
  });
  button.addEventListener("click", async () => {
    button.disabled = true;
    await verdict.run(detail().receipt, context());
    button.disabled = false;
    button.textContent = "Verify again";
  });
  return h("section", { class: "card" },
    h("div", { class: "row spread" }, h("h2", {}, "Check it yourself"), button),
    h("p", { class: "soft small" }, "Recomputes everything here in your browser, and asks the chain that ", h("a", { href: "#/settings" }, "your settings"), " name. The server that showed you this page is not believed."),
    verdict.content);
}

function json(receipt) {
  return h("details", { class: "card" }, h("summary", {}, "The receipt as it was signed (JSON)"), h("pre", { class: "mono" }, JSON.stringify(receipt, null, 2)));
}

export async function callPage(paymentId) {
  let detail = await get(`api/calls/${paymentId}`);
  const summary = h("div", { class: "row" });
  const steps = h("div", {});
  const rest = h("div", {});
  function show(withReceipt) {
    summary.replaceChildren(stateBadge(detail.call.state), h("strong", { class: "amount" }, amount(detail.call.charge ?? detail.call.cap, detail.call.asset)), h("span", { class: "soft" }, stateWords(detail.call.state)));
    steps.replaceChildren(way(detail));
    if (!withReceipt) return;
    rest.replaceChildren(...(detail.receipt
      ? [verifyCard(() => detail), h("section", { class: "card" }, h("h2", {}, "What the receipt says"), receiptFacts(detail.receipt.receipt)), json(detail.receipt)]
      : [h("section", { class: "card" }, h("h2", {}, "No receipt yet"), facts([["Paid by", mono(detail.call.payer)], ["Request", mono(detail.requestHash)], ["Runner's key", mono(detail.call.enclaveKey)]]))]));
  }
  show(true);
  const timer = setInterval(async () => {
    if (!MOVING.includes(detail.call.state) && detail.split?.outcome !== "pending") return;
    const read = await get(`api/calls/${paymentId}`).catch(() => null);
    if (!read || JSON.stringify(read) === JSON.stringify(detail)) return;
    const had = Boolean(detail.receipt);
    detail = read;
    show(!had && Boolean(read.receipt));
  }, PERIOD_MS);
  return {
    content: [heading("Call"), h("p", { class: "mono soft" }, paymentId), h("div", { class: "card" }, summary), h("section", { class: "card" }, h("h2", {}, "Its way"), steps), rest],
    leave: () => clearInterval(timer),
  };
}
