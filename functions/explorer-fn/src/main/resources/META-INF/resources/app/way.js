// The way of one call, step by step.
import { h } from "./dom.js";
import { amount, moment, mono, short, took } from "./format.js";
import { reasonWords } from "./words.js";

const MARKS = { good: "✓", bad: "✕", wait: "…", todo: "" };

function step(kind, title, text, at, since) {
  return h(
    "li",
    { class: kind },
    h("span", { class: "dot", "aria-hidden": "true" }, MARKS[kind]),
    h("div", { class: "row spread" },
      h("span", { class: "title" }, title, h("span", { class: "hidden" }, { good: " (done)", bad: " (failed)", wait: " (under way)", todo: " (not yet)" }[kind])),
      at && h("span", { class: "soft small" }, since ? `+${took(since, at)}` : moment(at))),
    text && h("div", { class: "soft small" }, text),
  );
}

function shares(split, asset) {
  const parts = [["model host", split.hostShare], ["runner", split.operatorShare], ["validators", split.validatorShare], ["treasury", split.treasuryShare]];
  const bar = h("div", { class: "shares", role: "img", "aria-label": parts.map(([who, share]) => `${who} ${amount(share, asset)}`).join(", ") });
  parts.forEach(([, share], i) => {
    const part = h("span", { class: `part-${i}` });
    part.style.flexGrow = String(Number(share)); // a property set by script: the policy allows no style in markup
    bar.append(part);
  });
  const legend = parts.map(([who, share], i) =>
    h("span", {}, h("span", { class: `swatch part-${i}`, "aria-hidden": "true" }), `${who} ${amount(share, asset)}`));
  return [bar, h("div", { class: "row" }, legend)];
}

function appraisal({ appraisals, call }) {
  if (appraisals.length === 0) {
    const over = ["RELEASED"].includes(call.state);
    return step(over ? "todo" : call.receiptId ? "wait" : "todo", "Appraisal", over ? "never needed" : "a validator checks the receipt, the payment, the price and the key");
  }
  const refused = appraisals.some(verdict => verdict.status !== "AFFIRMING");
  const text = appraisals.map(verdict =>
    h("div", {}, mono(short(verdict.validator), verdict.validator), verdict.status === "AFFIRMING" ? " affirmed it" : ` refused it: ${verdict.reasons.map(reasonWords).join(", ")}`));
  return step(refused ? "bad" : "good", refused ? "Refused by a validator" : "Affirmed by a validator", text, appraisals[0].at, call.createdAt);
}

function transaction(settlement, since) {
  const { transactionState: state, transaction: hash, blockNumber } = settlement;
  const name = hash ? mono(short(hash), hash) : "written down, not sent yet";
  if (state === "FAILED") return step("bad", "Transaction failed", name, settlement.movedAt, since);
  const mined = ["MINED", "FINAL"].includes(state);
  return step(mined ? "good" : "wait", mined ? "Transaction" : "Transaction under way", [name, blockNumber !== undefined && `, block ${blockNumber}`], mined ? settlement.movedAt : settlement.writtenAt, since);
}

function outcome({ split, call }) {
  if (call.state === "RELEASED") return step("bad", "Not charged", `the payment was given back: ${call.reasons.map(reasonWords).join(", ") || "no reason given"}`, call.updatedAt, call.createdAt);
  if (call.state === "CONTRAINDICATED") return step("bad", "Not charged", "a refused receipt charges nothing");
  if (split?.outcome === "shared") return step("good", `Split of ${amount(split.charge, call.asset)}`, shares(split, call.asset));
  if (split?.outcome === "rejected") return step("bad", "Not charged", `the contract rejected it: ${reasonWords(split.reason)}`);
  if (split?.outcome === "unavailable") return step("wait", "Split", "the chain does not answer right now");
  return step("todo", "Split", "between model host, runner, validators and treasury");
}

/** The steps of a call, done or not. */
export function way(detail) {
  const { call, servedAt, settlement } = detail;
  const start = call.createdAt;
  const released = call.state === "RELEASED" || call.state === "CONTRAINDICATED";
  return h(
    "ol",
    { class: "way" },
    step("good", "Asked for payment (402)", `the runner named its price: ${amount(call.cap, call.asset)}`),
    step("good", "Payment reserved", ["signed by ", mono(short(call.payer), call.payer), ", good for one run"], start),
    step(servedAt ? "good" : released ? "bad" : "wait", servedAt ? "Model ran" : released ? "No answer" : "Model runs", servedAt ? "the answer went to the consumer with its receipt" : null, servedAt, start),
    step(servedAt ? "good" : "todo", "Receipt signed", call.receiptId ? [mono(short(call.receiptId), call.receiptId), " by ", mono(short(call.enclaveKey), call.enclaveKey)] : null, servedAt, start),
    appraisal(detail),
    settlement
      ? step("good", "Put into a batch", [h("a", { href: `#/batch/${settlement.root}` }, mono(short(settlement.root), settlement.root)), ` · ${settlement.position + 1} of ${settlement.count}`], settlement.batchedAt, start)
      : step("todo", "Batch", released ? "never" : "with other receipts, in one transaction"),
    settlement ? transaction(settlement, start) : step("todo", "Transaction", null),
    outcome(detail),
  );
}
