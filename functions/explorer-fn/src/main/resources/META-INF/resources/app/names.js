// What models are called, as the runner says that this page knows. The digest is what receipts prove; a name is a claim.
import { network } from "./network.js";
import { listed } from "./runner.js";

const MAX_TEXT = 500;
const known = new Map();

function text(value) {
  return typeof value === "string" && value ? value.slice(0, MAX_TEXT) : null;
}

async function ask(runner) {
  const named = new Map();
  for (const model of await listed(runner)) {
    const { modelDigest, version, licence, card } = model.verigrad ?? {};
    if (typeof modelDigest === "string") {
      named.set(modelDigest.toLowerCase(), { name: text(model.id), version: text(version), licence: text(licence), card: text(card) });
    }
  }
  return named;
}

/** What the runner calls the model of this digest, or null where there is no runner, no answer or no such model. */
export async function called(digest) {
  const { runnerUrl } = network();
  if (!runnerUrl) return null;
  if (!known.has(runnerUrl)) {
    const asked = ask(runnerUrl);
    known.set(runnerUrl, asked);
    asked.catch(() => known.delete(runnerUrl)); // the next page asks again
  }
  return known.get(runnerUrl).then(named => named.get(String(digest).toLowerCase()) ?? null, () => null);
}
