// Validators, the token and what is voted on. The reader's browser asks the chain; the server only names the contracts.
import { h, heading, notice } from "./dom.js";
import { age, mono, short, unix } from "./format.js";
import { network } from "./network.js";
import { storage } from "./storage.js";

const UNIT = 10n ** 18n;
const STATE_BADGES = { executed: "good", succeeded: "good", active: "wait", queued: "wait", pending: "wait", defeated: "bad" };

function opg(value) {
  const fraction = String((value % UNIT) / (UNIT / 10_000n)).padStart(4, "0").replace(/0+$/, "");
  return `${(value / UNIT).toLocaleString("en")}${fraction && "." + fraction} OPG`;
}

function share(part, whole) {
  return whole === 0n ? "" : `${(Number((part * 10_000n) / whole) / 100).toFixed(2)} %`;
}

function validator(one, all) {
  const whole = all.reduce((sum, other) => sum + other.stake, 0n);
  const facts = [`${share(one.stake, whole)} of all stake`, `commission ${one.commissionBps / 100} %`, `${opg(one.votes)} in votes`, one.thawing > 0n && `${opg(one.thawing)} thawing`];
  return h("li", { class: "plain" },
    h("div", { class: "row spread" },
      h("span", {}, h("span", { class: `badge ${one.active ? "good" : ""}` }, one.active ? "✓ active" : "– not active"), " ", mono(short(one.name), one.name)),
      h("strong", { class: "amount" }, opg(one.stake))),
    h("div", { class: "soft small" }, facts.filter(Boolean).join(" · ")),
    h("div", { class: "small" }, one.faults ? h("span", { class: "badge bad" }, `✕ ${one.faults} fault${one.faults === 1 ? "" : "s"}, lost ${opg(one.lost)}`) : h("span", { class: "soft" }, "no fault")));
}

function grant(one) {
  const vested = one.released + one.releasable;
  const until = one.cliff > one.start && one.cliff * 1000 > Date.now() ? ["nothing before ", unix(one.cliff), ", all by ", unix(one.end)] : ["all by ", unix(one.end)];
  return h("li", { class: "plain" },
    h("div", { class: "row spread" }, h("span", {}, "to ", mono(short(one.beneficiary), one.beneficiary)), h("strong", { class: "amount" }, opg(one.total))),
    h("div", { class: "soft small" }, `${share(vested, one.total) || "0.00 %"} vested, ${opg(one.released)} of it taken; `, until),
    h("div", { class: "soft small" }, "wallet ", mono(short(one.wallet), one.wallet)));
}

function proposal(one) {
  const cast = one.inFavour + one.against + one.abstained;
  return h("li", { class: "plain" },
    h("div", { class: "row spread" },
      h("strong", {}, one.description.split("\n")[0] || "Without a description"),
      h("span", { class: `badge ${STATE_BADGES[one.state] ?? ""}` }, one.state)),
    h("div", { class: "soft small" }, cast === 0n ? "No vote was cast." : `${opg(one.inFavour)} for, ${opg(one.against)} against, ${opg(one.abstained)} abstained`),
    h("div", { class: "soft small" }, "proposal ", mono(short(one.id), one.id), " by ", mono(short(one.proposer), one.proposer)));
}

function listed(items, entry, title, why) {
  return items.length ? h("ul", { class: "list" }, items.map(item => entry(item, items))) : notice(title, why);
}

export async function validatorsPage() {
  const { rpcUrl, contracts } = network();
  const title = heading("Validators", "Who stands behind receipts, and with how much. Your browser reads this from the chain.");
  if (!contracts?.validatorStaking) return { content: [title, h("div", { class: "card" }, notice("Not known", "This explorer names no staking contract."))] };
  if (!rpcUrl) return { content: [title, h("div", { class: "card" }, notice("No chain", "Name a node in the settings: this page asks it."))] };
  const [{ RememberingChain }, { proposals, supply, validators, vesting }] = await Promise.all([import("../verify/logs.js"), import("../verify/stakes.js")]);
  const chain = new RememberingChain(rpcUrl, { since: contracts.since ?? 0, store: storage() });
  const [head, all, token, grants, voted] = await Promise.all([
    chain.head(),
    validators(chain, contracts.validatorStaking),
    contracts.opg ? supply(chain, contracts.opg, contracts.validatorStaking) : null,
    contracts.genesis && contracts.opg ? vesting(chain, contracts.genesis, contracts.opg) : [],
    contracts.governor ? proposals(chain, contracts.governor) : [],
  ]);
  return {
    content: [
      title,
      h("p", { class: "soft small" }, `As of block ${head.number}, `, age(head.at), "."),
      token && h("section", { class: "card" }, h("h2", {}, "Supply"), h("p", {}, h("strong", { class: "amount" }, opg(token.total)), ` in all, ${opg(token.staked)} staked or thawing (${share(token.staked, token.total)}).`)),
      h("section", { class: "card" }, h("h2", {}, "Validators"), listed(all, validator, "No validators yet", "Nobody has staked.")),
      contracts.genesis && h("section", { class: "card" }, h("h2", {}, "Vesting"), listed(grants, grant, "Nothing vests", "All that was granted is free.")),
      h("section", { class: "card" }, h("h2", {}, "Proposals"), listed(voted, proposal, "No proposals yet", "Nobody has proposed a change.")),
    ],
  };
}
