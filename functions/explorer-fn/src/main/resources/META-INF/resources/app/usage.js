// What was settled: totals, and the last days as bars.
import { h } from "./dom.js";
import { amount } from "./format.js";

export function callCount(calls) {
  return `${Number(calls).toLocaleString()} call${Number(calls) === 1 ? "" : "s"}`;
}

/** Totals as sentences, one for each token. */
export function totals(items) {
  return items.map(total => h("p", {}, h("strong", { class: "amount" }, amount(total.charged, total.asset)), ` for ${callCount(total.calls)}`));
}

/** The last days as a table whose bars compare the calls of days; days without calls are left out. */
export function days(items) {
  const most = items.reduce((max, day) => (BigInt(day.calls) > max ? BigInt(day.calls) : max), 1n);
  return h("table", { class: "days" },
    h("caption", {}, "The last 30 days (UTC)"),
    h("thead", {}, h("tr", {}, ["Day", "Calls", "Charged"].map(title => h("th", { scope: "col" }, title)))),
    h("tbody", {}, items.map(day => h("tr", {},
      h("th", { scope: "row" }, h("time", { datetime: day.day }, day.day)),
      h("td", {}, h("meter", { min: 0, max: 100, value: Number((BigInt(day.calls) * 100n) / most), "aria-hidden": "true" }), h("span", { class: "amount" }, Number(day.calls).toLocaleString())),
      h("td", { class: "amount" }, amount(day.charged, day.asset))))));
}
