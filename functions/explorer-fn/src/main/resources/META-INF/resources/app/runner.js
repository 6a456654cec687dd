// A runner, as the playground talks to it: what it serves, what a call costs, and the call.
import { Unreachable } from "./api.js";

const PATIENCE_MS = 8000;
const ANSWER_PATIENCE_MS = 120_000;
const MAX_ANSWER = 16 << 20;
const PATHS = { generation: "/v1/chat/completions", forwarded: "/v1/chat/completions", embeddings: "/v1/embeddings" };

async function ask(url, request, patience) {
  try {
    return await fetch(url, { credentials: "omit", referrerPolicy: "no-referrer", ...request, signal: AbortSignal.timeout(patience) });
  } catch {
    throw new Unreachable("The runner does not answer. Nothing was charged.");
  }
}

/** Who a runner's enclave is, and the evidence that its registration rests on. */
export async function attestation(runner) {
  const answer = await ask(new URL("/v1/attestation", runner), {}, PATIENCE_MS);
  const described = await answer.json().catch(() => null);
  if (!answer.ok || typeof described?.enclaveKey !== "string") throw new Unreachable("The runner does not say who it is.");
  return described;
}

/** All models of a runner. */
export async function listed(runner) {
  const answer = await ask(new URL("/v1/models", runner), {}, PATIENCE_MS);
  const list = await answer.json().catch(() => null);
  if (!answer.ok || !Array.isArray(list?.data)) throw new Unreachable("The runner does not say which models it has.");
  return list.data.filter(model => typeof model?.id === "string");
}

/** Models that can be asked with a text. */
export async function models(runner) {
  return (await listed(runner)).filter(model => Object.hasOwn(PATHS, model.verigrad?.task ?? ""));
}

/** The request of one call: path and the bytes that are hashed and sent. */
export function requestOf(model, text) {
  const task = model.verigrad.task;
  const body = task === "embeddings"
    ? { model: model.id, input: text }
    : { model: model.id, messages: [{ role: "user", content: text }], temperature: 0, stream: true, stream_options: { include_usage: true } };
  return { path: PATHS[task], body: new TextEncoder().encode(JSON.stringify(body)) };
}

/** A line for people from an answer that is an error. */
async function whyNot(answer) {
  const problem = await answer.json().catch(() => null);
  return String(problem?.error?.message ?? problem?.error ?? problem?.detail ?? `The runner answered ${answer.status}.`).slice(0, 300);
}

function post(runner, { path, body }, headers, patience) {
  return ask(new URL(path, runner), { method: "POST", body, headers: { "content-type": "application/json", ...headers } }, patience);
}

function decoded(header) {
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(header), c => c.charCodeAt(0))));
}

function encoded(json) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(json))));
}

/** The receipt in an answer's headers, or null. */
export function receiptIn(answer) {
  const header = answer.headers.get("Verigrad-Receipt");
  return header === null ? null : decoded(header);
}

/** What a call costs: the content of PAYMENT-REQUIRED; a runner that cannot reach the assurance refuses here. */
export async function quote(runner, request, assurance) {
  const answer = await post(runner, request, { "Verigrad-Min-Assurance": assurance }, PATIENCE_MS);
  if (answer.status !== 402) throw new Error(await whyNot(answer));
  try {
    const required = decoded(answer.headers.get("PAYMENT-REQUIRED"));
    if (Array.isArray(required.accepts)) return required;
  } catch {
    // said below
  }
  throw new Error("The runner asks for a payment in a form that this page does not know.");
}

/** The call, paid. The answer is one of status 200; anything else is an error that says why, and is not charged. */
export async function paid(runner, request, { required, terms, signed, clientNonce, assurance }) {
  const payment = { x402Version: 2, resource: required.resource, accepted: terms, payload: signed, extensions: required.extensions };
  const headers = { "PAYMENT-SIGNATURE": encoded(payment), "Verigrad-Client-Nonce": clientNonce, "Verigrad-Min-Assurance": assurance };
  let answer;
  try {
    answer = await post(runner, request, headers, ANSWER_PATIENCE_MS);
  } catch {
    throw new Unreachable("The runner did not answer after it was paid. Look for the call under your account: without a receipt nothing is charged.");
  }
  if (answer.status === 402) {
    const reason = answer.headers.get("PAYMENT-REQUIRED");
    throw new Error(`The payment was not taken: ${reason ? decoded(reason).error ?? "no reason given" : await whyNot(answer)}`);
  }
  if (answer.status !== 200) throw new Error(await whyNot(answer));
  return answer;
}

/** The bytes of an answer as they come. */
export async function* pieces(answer) {
  const reader = answer.body.getReader();
  let size = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      size += read.value.length;
      if (size > MAX_ANSWER) throw new RangeError(`the answer is larger than ${MAX_ANSWER} bytes`);
      yield read.value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
