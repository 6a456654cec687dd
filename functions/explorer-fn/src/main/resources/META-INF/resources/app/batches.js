// Batches: the list, and one as a tree.
import { get } from "./api.js";
import { facts, h, heading, notice } from "./dom.js";
import { age, amount, moment, mono, short } from "./format.js";
import { stateBadge } from "./words.js";
import { tree } from "./tree.js";

function badge(state) {
  return state === "FAILED" ? h("span", { class: "badge bad" }, "✕ failed") : stateBadge(state);
}

function entry(batch) {
  return h("li", {}, h("a", { class: "entry", href: `#/batch/${batch.root}` },
    h("span", {}, badge(batch.state)),
    h("span", { class: "name mono", title: batch.root }, short(batch.root)),
    h("span", { class: "end" }, `${batch.count} receipt${batch.count === 1 ? "" : "s"}`),
    h("span", { class: "end soft small" }, age(batch.createdAt))));
}

export async function batchesPage() {
  const list = h("ul", { class: "list" });
  const more = h("button", { type: "button" }, "Show older batches");
  const foot = h("div", { class: "more" }, more);
  let next = "";
  async function load() {
    const page = await get(`api/batches?limit=25${next}`);
    list.append(...page.items.map(entry));
    next = page.next ? `&cursor=${encodeURIComponent(page.next)}` : "";
    foot.hidden = !next;
  }
  more.addEventListener("click", () => load().catch(problem => more.replaceWith(notice("No more could be read", problem.message, "bad"))));
  await load();
  const body = list.children.length ? [list, foot] : notice("No batches yet", "Affirmed receipts are settled together, one transaction for many.");
  return { content: [heading("Batches", "Receipts that were settled together. One transaction carries each batch; validators sign its root."), h("div", { class: "card" }, body)] };
}

function rootLine(computed, root) {
  return computed === root
    ? h("p", {}, h("span", { class: "badge good" }, "✓ root recomputed"), " from the receipt ids, here in your browser")
    : h("p", { role: "alert" }, h("span", { class: "badge bad" }, "✕ another root"), " the receipt ids that the server gave do not make this root");
}

export async function batchPage(root) {
  const [batch, { levels }] = await Promise.all([get(`api/batches/${root}`), import("../verify/merkle.js")]);
  const ids = batch.items.map(item => item.receiptId);
  const drawn = ids.length ? levels(ids) : null;
  const items = batch.items.map(item =>
    h("li", {}, h("a", { class: "entry", href: `#/call/${item.paymentId}` },
      h("span", {}, stateBadge(item.state)), h("span", { class: "name mono", title: item.receiptId }, short(item.receiptId)),
      h("span", { class: "amount end" }, amount(item.charge, item.asset)), h("span", { class: "end soft small" }, `no. ${item.position + 1}`))));
  return {
    content: [
      heading("Batch"),
      h("p", { class: "mono soft" }, root),
      h("div", { class: "card" }, facts([
        ["State", badge(batch.state)],
        ["Receipts", String(batch.count)],
        ["Made", moment(batch.createdAt)],
        ["Transaction", batch.transaction ? mono(batch.transaction) : "not sent yet"],
        batch.blockNumber !== undefined && ["Block", String(batch.blockNumber)],
      ])),
      h("section", { class: "card" }, h("h2", {}, "As a tree"),
        drawn ? [rootLine(drawn.at(-1)[0], batch.root), tree(drawn, batch.items.map(item => `#/call/${item.paymentId}`))] : notice("Its receipts went on", "The transaction failed, and the receipts wait for another batch.")),
      items.length > 0 && h("section", { class: "card" }, h("h2", {}, "Its receipts"), h("ul", { class: "list" }, items)),
    ],
  };
}
