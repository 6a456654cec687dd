// The playground: choose a model, see what it costs, pay, watch the answer being proved, keep the receipt.
import { allowed } from "./allowance.js";
import { answerView, read } from "./answer.js";
import { facts, h, heading, notice } from "./dom.js";
import { amount, mono, short } from "./format.js";
import { network, setOwnNetwork, ownNetwork } from "./network.js";
import { models, paid, quote, requestOf } from "./runner.js";
import { verdictList } from "./verdict.js";
import { browserWallet, testWallet, WalletProblem } from "./wallet.js";
import { ASSURANCE_LEVELS, assuranceWords } from "./words.js";

const MAX_TEXT = 4000;
const WAYS = { exact: "the fixed price", upto: "what is used, by Permit2" };

function askForRunner() {
  const form = h("form", { class: "stack" },
    h("label", {}, "Runner", h("input", { name: "runnerUrl", class: "mono", type: "url", required: true, pattern: "https?://.+", placeholder: "https://…", maxlength: "300" }),
      h("span", {}, "This explorer names none. Kept in this browser; change it in the settings.")),
    h("div", { class: "row" }, h("button", { class: "first", type: "submit" }, "Use it")));
  form.addEventListener("submit", event => {
    event.preventDefault();
    setOwnNetwork({ ...ownNetwork(), runnerUrl: new FormData(form).get("runnerUrl").trim() });
    dispatchEvent(new Event("hashchange"));
  });
  return { content: [heading("Playground"), h("div", { class: "card" }, form)] };
}

function wallets() {
  const { testWallet: key } = network();
  return [key && testWallet(key), browserWallet()].filter(Boolean);
}

/** A line that says what happens, or why it did not. */
function saying() {
  const place = h("div", { "aria-live": "polite" });
  return {
    place,
    tell: words => place.replaceChildren(h("p", { class: "soft" }, words)),
    fail: (title, problem, ...more) => place.replaceChildren(notice(title, problem.message, "bad"), h("div", { class: "row centred" }, more)),
    clear: () => place.replaceChildren(),
  };
}

function download(signed) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(signed, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `receipt-${String(signed.receipt.paymentId).slice(2, 14)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** What was bought, with its checks: the answer's own first, then all of the receipt's. */
async function outcome(answer, purchase) {
  const view = answerView();
  const section = h("section", { class: "card", id: "answer" }, h("h2", {}, "Answer"), view.content);
  const rest = h("div", {});
  const done = (async () => {
    const { mismatches } = await import("../verify/purchase.js");
    const here = network();
    const domain = { name: "Verigrad", version: "1", chainId: Number(here.chainId), verifyingContract: here.settlement };
    const { receipt: signed, problems } = await read(answer, purchase.requestHash, domain, view);
    if (!signed?.receipt) return;
    const other = mismatches(signed.receipt, purchase);
    if (other.length) view.refuse([...problems, ...other]);
    const verdict = verdictList();
    const keep = h("button", { type: "button", onclick: () => download(signed) }, "Download the receipt");
    const id = /^0x[0-9a-f]{64}$/i.test(signed.receipt.paymentId) && h("a", { href: `#/call/${signed.receipt.paymentId}` }, "Follow it to the chain");
    rest.replaceChildren(h("section", { class: "card", id: "receipt" },
      h("div", { class: "row spread" }, h("h2", {}, "Receipt"), h("div", { class: "row" }, id, keep)),
      facts([["Assurance", h("strong", {}, signed.receipt.assurance), assuranceWords(signed.receipt.assurance)], ["Charged", amount(signed.receipt.charge, signed.receipt.asset)], ["Signed by", mono(short(signed.receipt.enclaveKey), signed.receipt.enclaveKey)]]),
      verdict.content));
    if ((await verdict.run(signed, {})) === "bad") view.refuse([...problems, ...other, "its receipt failed the checks below"]);
    else if (problems.length + other.length === 0) {
      view.prove();
      view.tell("All of this answer is signed. What is known of the key stands below.");
    }
  })();
  return { content: [section, rest], done };
}

export async function playPage() {
  const runner = network().runnerUrl;
  if (!runner) return askForRunner();
  const served = await models(runner);
  if (served.length === 0) return { content: [heading("Playground"), h("div", { class: "card" }, notice("No models", "This runner serves none that takes a text."))] };
  const [choice, text] = [h("select", { name: "model" }, served.map(model => h("option", { value: model.id }, model.id))), h("textarea", { name: "text", class: "prose", required: true, maxlength: String(MAX_TEXT) }, "What does every answer here carry?")];
  const ask = h("button", { class: "first", type: "submit" }, "See the price");
  const least = h("select", { name: "assurance" }, ASSURANCE_LEVELS.map(level => h("option", { value: level }, level)));
  const promise = h("span", {}, assuranceWords(least.value));
  const card = h("p", { class: "soft small" });
  const form = h("form", { class: "stack" }, h("label", {}, "Model", choice), card, h("label", {}, "At least", least, promise), h("label", {}, "Your text", text), h("div", { class: "row" }, ask));
  const says = saying();
  const offer = h("div", {});
  const result = h("div", {});
  const model = () => served.find(one => one.id === choice.value);
  const describe = () => (card.textContent = [model().verigrad.card, model().verigrad.task === "forwarded" && `Forwarded to ${model().owned_by}.`, model().verigrad.licence].filter(Boolean).join(" · "));
  choice.addEventListener("change", () => (describe(), offer.replaceChildren()));
  least.addEventListener("change", () => (promise.textContent = assuranceWords(least.value), offer.replaceChildren()));
  text.addEventListener("input", () => offer.replaceChildren());
  describe();

  async function pay(wallet, bought, buttons) {
    const { request, required, terms } = bought;
    buttons.forEach(button => (button.disabled = true));
    try {
      const purchase = await import("../verify/purchase.js");
      const { requestHash } = await import("../verify/payment.js");
      says.tell("Waiting for the wallet…");
      const payer = await wallet.account(network().chainId);
      if (terms.scheme === "upto") await allowed(wallet, payer, terms, says);
      says.tell("Waiting for the wallet…");
      const hash = requestHash("POST", request.path, request.body);
      const clientNonce = purchase.freshNonce();
      const payment = purchase.toSign(terms, payer, hash, clientNonce, Math.floor(Date.now() / 1000));
      const signature = await wallet.sign(payer, payment);
      says.tell("Paid for. The model runs…");
      const answer = await paid(runner, request, { required, terms, signed: payment.payload(signature), clientNonce, assurance: bought.assurance });
      says.clear();
      offer.replaceChildren();
      const { content, done } = await outcome(answer, { terms, payer, paymentId: payment.paymentId, requestHash: hash, clientNonce, modelDigest: bought.model.verigrad.modelDigest, assurance: bought.assurance });
      result.replaceChildren(...content);
      await done;
    } catch (problem) {
      const change = problem instanceof WalletProblem && problem.code === "network" && h("button", { type: "button", onclick: () => wallet.switchTo(network().chainId).then(() => pay(wallet, bought, buttons), refused => says.fail("The wallet did not change", refused)) }, "Change the wallet's network");
      says.fail(problem instanceof WalletProblem ? (problem.code === "network" ? "Wrong network" : "Not paid") : "That did not work", problem, change || []);
    } finally {
      buttons.forEach(button => (button.disabled = false));
    }
  }

  function show(bought) {
    const { terms, ways } = bought;
    const byUse = terms.scheme === "upto";
    const way = h("select", { name: "way" }, ways.map(one => h("option", { value: one.scheme, selected: one === terms }, WAYS[one.scheme])));
    way.addEventListener("change", () => {
      show({ ...bought, terms: ways.find(one => one.scheme === way.value) });
      offer.querySelector("select[name=way]").focus();
    });
    const buttons = wallets().map(wallet => h("button", { type: "button", class: "first", onclick: () => pay(wallet, bought, buttons) }, `Pay with ${wallet.name.toLowerCase()}`));
    offer.replaceChildren(h("section", { class: "card", id: "offer" }, h("h2", {}, "What it costs"),
      facts([
        ways.length > 1 && ["You pay", h("label", {}, h("span", { class: "hidden" }, "You pay"), way)],
        [byUse ? "At most" : "Price", h("strong", { class: "amount" }, amount(terms.amount, terms.asset)), byUse ? "charged is what the receipt says was used, only against a receipt that was verified" : "fixed; you are charged only against a receipt that was verified"],
        ["Assurance", h("strong", {}, `at least ${bought.assurance}`), assuranceWords(bought.assurance)],
        ["Paid to", mono(terms.payTo), "the model host's vault, which only the Settlement contract can empty"],
        ["Good for", `${Math.round(terms.maxTimeoutSeconds / 60)} minutes`, "and for this text only: nobody can spend it on another"],
      ]),
      h("div", { class: "row" }, buttons.length ? buttons : notice("No wallet", "Install a wallet in this browser, and open the page again.")),
      wallets().some(wallet => wallet.name === "Test wallet") && h("p", { class: "soft small" }, "The test wallet's key is known to everybody. It holds play money of this network.")));
  }

  form.addEventListener("submit", async event => {
    event.preventDefault();
    ask.disabled = true;
    says.tell("Asking the runner…");
    offer.replaceChildren();
    result.replaceChildren();
    try {
      const request = requestOf(model(), text.value);
      const { choose } = await import("../verify/purchase.js");
      const required = await quote(runner, request, least.value);
      const { chainId, settlement, assets } = network();
      const ways = choose(required.accepts, { chainId, settlement, assets: assets.map(asset => asset.address) });
      says.clear();
      show({ model: model(), request, required, terms: ways[0], ways, assurance: least.value });
    } catch (problem) {
      says.fail("No price", problem);
    } finally {
      ask.disabled = false;
    }
  });
  return { content: [heading("Playground", "Pay for one call and see it proved while it comes: every event is linked to the one before, and the enclave signs the links."), h("div", { class: "card" }, form), says.place, offer, result] };
}
