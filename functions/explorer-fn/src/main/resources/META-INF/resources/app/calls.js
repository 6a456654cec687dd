// The list of calls: live for everybody's, in pages for one payer's or one enclave's.
import { get } from "./api.js";
import { heading, h, notice } from "./dom.js";
import { age, amount, mono, short } from "./format.js";
import { days, totals } from "./usage.js";
import { stateBadge } from "./words.js";

const SHOWN = 50;

/** One call as a line of a list; without its payer where the whole list is of one. */
function entry(call, ofOnePayer = false) {
  const charged = call.charge ?? call.cap;
  return h(
    "a",
    { class: "entry", href: `#/call/${call.paymentId}` },
    h("span", {}, stateBadge(call.state)),
    h("span", { class: "name small" }, mono(short(call.paymentId), call.paymentId), !ofOnePayer && h("span", { class: "soft" }, " paid by ", mono(short(call.payer), call.payer))),
    h("span", { class: "amount end" }, amount(charged, call.asset)),
    h("span", { class: "end soft small" }, age(call.createdAt)),
  );
}

/** Pages of calls, more of them on demand. */
export async function pages(query) {
  const list = h("ul", { class: "list" });
  const more = h("button", { type: "button" }, "Show older calls");
  const foot = h("div", { class: "more" }, more);
  let next = "";
  async function load() {
    const page = await get(`api/calls?${query}${next}`);
    list.append(...page.items.map(call => h("li", {}, entry(call, query.startsWith("payer=")))));
    next = page.next ? `&cursor=${encodeURIComponent(page.next)}` : "";
    foot.hidden = !next;
  }
  more.addEventListener("click", () =>
    load().catch(problem => more.replaceWith(notice("No more could be read", problem.message, "bad"))),
  );
  await load();
  return list.children.length ? [list, foot] : [notice("No calls", "None was paid yet.")];
}

export async function callsPage({ payer } = {}) {
  if (payer) {
    const [spend, content] = await Promise.all([get(`api/payers/${payer}`), pages(`payer=${payer}`)]);
    return {
      content: [
        heading("Payer", mono(payer)),
        h("section", { class: "card" }, h("h2", {}, "Spent"),
          spend.totals.length ? [totals(spend.totals), days(spend.days)] : h("p", { class: "soft" }, "Nothing was settled yet. What is reserved is not charged.")),
        h("section", { class: "card" }, h("h2", {}, "Calls"), content),
      ],
    };
  }
  return live();
}

async function live() {
  const calls = new Map();
  const list = h("ul", { class: "list", "aria-label": "Calls, newest first" });
  const empty = notice("No calls yet", "As soon as somebody pays for one, it shows here.");
  const status = h("span", { class: "badge wait" }, "connecting");
  const pause = h("button", { type: "button", "aria-pressed": "false" }, "Pause");
  const older = h("div", {});
  let first = true;
  let paused = false;

  function show(changed) {
    for (const call of changed) {
      // Answers may overtake each other: what moved on does not move back.
      if (!(calls.get(call.paymentId)?.updatedAt > call.updatedAt)) calls.set(call.paymentId, call);
    }
    if (paused) return;
    const newest = [...calls.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).slice(0, SHOWN);
    const before = new Map([...list.children].map(item => [item.dataset.id, item]));
    const items = newest.map(call => {
      const old = before.get(call.paymentId);
      if (old && old.dataset.at === call.updatedAt) return old;
      const focused = old?.contains(document.activeElement);
      const item = h("li", { "data-id": call.paymentId, "data-at": call.updatedAt, class: first ? "" : "new" }, entry(call));
      if (focused) queueMicrotask(() => item.firstChild.focus());
      return item;
    });
    // Only what changed moves, so that a reader's place and focus stay.
    items.forEach((item, i) => {
      if (list.children[i] !== item) list.insertBefore(item, list.children[i] ?? null);
    });
    while (list.children.length > items.length) list.lastChild.remove();
    empty.hidden = items.length > 0;
    first = false;
  }

  function tell(kind, text) {
    status.className = `badge ${kind}`;
    status.replaceChildren(...[text].flat());
  }

  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    pause.textContent = paused ? "Continue" : "Pause";
    if (!paused) show([]);
  });
  const page = await get("api/calls?limit=50");
  show(page.items);
  let source;
  let again;
  function follow() {
    source = new EventSource("api/live");
    // Whatever happened between two connections is read once, at the start of each.
    source.onopen = () => get("api/calls?limit=50").then(read => show(read.items), () => {});
    source.onmessage = event => {
      const update = JSON.parse(event.data);
      if (status.dataset.at === undefined || !status.classList.contains("good")) tell("good", "● live");
      status.dataset.at = update.at;
      show(update.calls);
    };
    source.onerror = () => {
      const at = status.dataset.at;
      tell("bad", at ? ["connection lost, as of ", age(at)] : "connection lost");
      // After an answer that is an error, browsers do not try again by themselves.
      if (source.readyState === EventSource.CLOSED) again = setTimeout(follow, 5000);
    };
  }
  follow();
  if (page.next) older.append(h("p", { class: "soft small" }, `The newest ${SHOWN} are shown. Older ones are found by payer, enclave, batch or search.`));
  const head = h("div", { class: "row spread" }, h("div", {}, heading("Calls")), h("div", { class: "row" }, status, pause));
  return {
    content: [
      head,
      h("p", { class: "lead" }, "Every paid model call, as it happens. Open one to see its way and to check its receipt yourself."),
      h("div", { class: "card" }, empty, list),
      older,
    ],
    leave: () => {
      clearTimeout(again);
      source.close();
    },
  };
}
