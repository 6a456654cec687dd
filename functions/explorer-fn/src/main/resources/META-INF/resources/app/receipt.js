// The fields of a receipt in plain words.
import { facts, h } from "./dom.js";
import { amount, exactly, mono, unix } from "./format.js";
import { assuranceWords, finishWords, schemeWords } from "./words.js";

const ZERO = "0x" + "0".repeat(64);

export function receiptFacts(receipt) {
  return facts([
    ["Assurance", h("strong", {}, receipt.assurance), assuranceWords(receipt.assurance)],
    ["Charged", exactly(receipt.charge, receipt.asset), `at most ${amount(receipt.cap, receipt.asset)} was authorised; ${schemeWords(receipt.scheme)}`],
    ["Usage", `${receipt.inputUnits} units in, ${receipt.outputUnits} out`, finishWords(receipt.finish)],
    ["Issued", unix(receipt.issuedAt), `receipt number ${receipt.sequence} of its key`],
    ["Paid by", h("a", { href: link("payer", receipt.payer) }, mono(receipt.payer))],
    ["Paid to", mono(receipt.payTo), "the model host's vault, which only the Settlement contract can empty"],
    ["Signed by", h("a", { href: link("enclave", receipt.enclaveKey) }, mono(receipt.enclaveKey)), "the enclave's key"],
    ["Model", h("a", { href: link("model", receipt.modelDigest) }, mono(receipt.modelDigest)), "digest of its manifest: weights, tokenizer, version"],
    ["Parameters", mono(receipt.parametersHash), "digest of sampling parameters and numerics"],
    ["Runtime", mono(receipt.runtimeDigest), "digest of the image that ran"],
    ["Request", mono(receipt.requestHash), "SHA-256 of method, path and body; the text itself is stored nowhere"],
    ["Response", mono(receipt.responseHash), "SHA-256 of the answer"],
    ["Offer", mono(receipt.offerHash), "the price that was signed before the run"],
    ["Payment", mono(receipt.paymentId), receipt.clientNonce === ZERO ? "named by the payer's nonce" : "tied by its client to this one request"],
  ]);
}

function link(kind, name) {
  return /^0x([0-9a-fA-F]{40}|[0-9a-fA-F]{64})$/.test(name) ? `#/${kind}/${name}` : "#/";
}
