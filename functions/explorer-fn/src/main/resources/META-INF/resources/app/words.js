// Codes in plain words.
import { h } from "./dom.js";

const STATES = {
  RESERVED: ["wait", "… running", "The payment is reserved; the model runs."],
  SERVED: ["wait", "… being checked", "Answered; the receipt waits for its appraisal."],
  AFFIRMED: ["wait", "… affirmed", "A validator affirmed the receipt; it waits for a batch."],
  CONTRAINDICATED: ["bad", "✕ refused", "A validator refused the receipt: nothing is charged."],
  SETTLING: ["wait", "… settling", "A transaction is on its way to the chain."],
  SETTLED: ["good", "✓ settled", "Final on chain."],
  RELEASED: ["bad", "↺ not charged", "The payment was given back."],
};
const ASSURANCE = {
  UNATTESTED: "A known key signed it. No trusted hardware stands behind it.",
  FORWARDED: "Attested code forwarded the request to a named upstream and returned its text.",
  ATTESTED_RUNTIME: "Attested code ran the model inside trusted hardware.",
  WEIGHTS_BOUND: "Attested code ran exactly these weights, tokenizer and parameters inside trusted hardware.",
};
/** The levels that a receipt can claim, the least first. */
export const ASSURANCE_LEVELS = Object.keys(ASSURANCE);
const SCHEMES = {
  EXACT_EIP3009: "exact price, by a token transfer that the payer signed (EIP-3009)",
  EXACT_PERMIT2: "exact price, by Permit2",
  UPTO: "up to a limit, by Permit2",
  CHANNEL: "from a payment channel",
  REQUEST: "from the escrow of a contract that asked",
};
const FINISH = {
  COMPLETE: "the answer is whole",
  LENGTH: "the answer was cut at its length limit",
  REFUSED: "the model refused",
  CANCELLED: "the consumer left",
  TOOL_CALL: "the answer asks for a tool",
};

export function stateBadge(state) {
  const [kind, word, why] = STATES[state] ?? ["", state, ""];
  return h("span", { class: `badge ${kind}`, title: why }, word);
}

export function stateWords(state) {
  return STATES[state]?.[2] ?? "";
}

export function assuranceWords(level) {
  return ASSURANCE[level] ?? "An unknown level.";
}

export function schemeWords(scheme) {
  return SCHEMES[scheme] ?? scheme;
}

export function finishWords(finish) {
  return FINISH[finish] ?? finish;
}

/** A stable code as words. */
export function reasonWords(code) {
  return String(code).replaceAll("_", " ");
}
