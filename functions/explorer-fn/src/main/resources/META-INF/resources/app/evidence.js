// What an enclave showed of itself, from the runner that is it. Judging it takes a policy, and is done by the command.
import { facts, h, notice } from "./dom.js";
import { mono } from "./format.js";
import { network } from "./network.js";
import { attestation } from "./runner.js";

const FORMATS = {
  "software-v1": "no hardware: keys of development",
  "nitro-v1": "AWS Nitro Enclaves",
  "snp-v1": "AMD SEV-SNP",
  "tdx-v1": "Intel TDX",
  "azure-v1": "a virtual TPM of Azure, with AMD SEV-SNP or Intel TDX below it",
  "gcp-token-v1": "Confidential Space of Google Cloud",
  "composite-v1": "a processor and its GPUs, bound to each other",
};

/** The envelope, or null where it is none. */
function opened(base64) {
  try {
    const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
    const envelope = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return typeof envelope.format === "string" && typeof envelope.document === "string" ? { bytes, envelope } : null;
  } catch {
    return null;
  }
}

function download(bytes, key) {
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `evidence-${key.slice(2, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

async function shown(key) {
  const { runnerUrl } = network();
  if (!runnerUrl) return notice("No runner", "Name one in the settings: evidence is asked of the runner itself.");
  const described = await attestation(runnerUrl);
  if (String(described.enclaveKey).toLowerCase() !== key.toLowerCase()) {
    return notice("Not this runner", "The runner of the settings is another enclave. Evidence is kept by the enclave that made it.");
  }
  const evidence = typeof described.evidence === "string" ? opened(described.evidence) : null;
  if (evidence === null) return notice("No evidence", "The runner shows none that can be read.");
  const { bytes, envelope } = evidence;
  return [
    facts([
      ["Format", mono(envelope.format.slice(0, 40)), FORMATS[envelope.format] ?? "not known to this page"],
      ["Made for block", mono(String(envelope.blockHash).slice(0, 66)), "the evidence answers to a nonce of this block, so it is no older"],
      ["Size", `${bytes.length.toLocaleString()} bytes`],
    ]),
    h("div", { class: "row" }, h("button", { type: "button", onclick: () => download(bytes, key) }, "Download the evidence")),
    h("p", { class: "soft small" }, "Judge it by a policy of your own, with every reason: ", h("code", {}, "verigrad attestation verify FILE --policy POLICY")),
  ];
}

/** The section; the page stands without the runner. */
export function evidenceOf(key) {
  const place = h("div", {}, h("p", { class: "soft" }, "Asking the runner …"));
  shown(key)
    .catch(problem => notice("Not known now", problem.message, "bad"))
    .then(content => place.replaceChildren(...[content].flat()));
  return h("section", { class: "card", id: "evidence" }, h("h2", {}, "What it showed"), place);
}
