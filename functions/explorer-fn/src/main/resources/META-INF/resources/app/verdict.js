// The Verify button: loads the checks, runs them here, lists each as it is done.
import { h } from "./dom.js";
import { network } from "./network.js";

const BADGES = { passed: ["good", "✓ passed"], failed: ["bad", "✕ failed"], "not asked": ["", "– not asked"] };

function line(check) {
  const [kind, word] = BADGES[check.outcome];
  return h("li", { "data-check": check.name, "data-outcome": check.outcome },
    h("span", { class: `badge ${kind}` }, word),
    h("span", {}, check.title),
    check.detail && h("span", { class: "detail" }, check.detail),
    check.exact && h("span", { class: "detail exact" }, check.exact));
}

function sentence({ passed, failed, notAsked }) {
  const open = notAsked ? `; ${notAsked} could not be asked` : "";
  if (failed) return ["bad", `Do not trust this receipt: ${failed} of ${passed + failed} checks failed${open}.`];
  // What was not asked is not proved: only a whole set of checks is good.
  return notAsked ? ["wait", `${passed} checks passed${open}.`] : ["good", `All ${passed} checks passed.`];
}

/** A list that `run(signed, context)` fills; it gives the verdict: good, wait or bad. */
export function verdictList() {
  const list = h("ul", { class: "checks" });
  const verdict = h("p", { class: "verdict", role: "status" });
  async function run(signed, context) {
    list.replaceChildren();
    verdict.className = "verdict";
    verdict.textContent = "Checking…";
    try {
      // Loaded when it is wanted: who only looks does not wait for cryptography.
      const [{ verify, summary }, { Chain }] = await Promise.all([import("../verify/checks.js"), import("../verify/chain.js")]);
      const here = network();
      const chain = here.rpcUrl ? new Chain(here.rpcUrl) : null;
      const results = await verify(signed, here, context, chain, check => list.append(line(check)));
      const [kind, text] = sentence(summary(results));
      verdict.className = `verdict ${kind}`;
      verdict.textContent = text;
      return kind;
    } catch (problem) {
      verdict.className = "verdict bad";
      verdict.textContent = `The checks could not run: ${problem.message}`;
      return "bad";
    }
  }
  return { content: [verdict, list], run };
}
