// Amounts, times and names as people read them.
import { h } from "./dom.js";
import { atomic, readable } from "../verify/tokens.js";
import { network } from "./network.js";

/** The first and last digits of a name; the whole of it on hover and for copying. */
export function short(name) {
  return typeof name === "string" && name.length > 18 ? `${name.slice(0, 8)}…${name.slice(-6)}` : String(name);
}

export function mono(text, title) {
  return h("span", { class: "mono", title }, text);
}

export function amount(value, asset) {
  return readable(value, asset, network().assets);
}

/** An amount that tells its atomic units on hover. */
export function exactly(value, asset) {
  return h("span", { class: "amount", title: atomic(value) }, amount(value, asset));
}

function ago(date) {
  const seconds = Math.round((Date.now() - date) / 1000);
  if (seconds < 2) return "now";
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }).format(date);
}

/** A time that grows older while it is looked at. */
export function age(iso) {
  const date = new Date(iso);
  return h("time", { datetime: date.toISOString(), title: date.toLocaleString(), "data-age": "" }, ago(date));
}

export function moment(iso) {
  const date = new Date(iso);
  const text = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" }).format(date);
  return h("time", { datetime: date.toISOString() }, text);
}

export function unix(seconds) {
  return moment(Number(seconds) * 1000);
}

/** How long something took. */
export function took(from, to) {
  const ms = new Date(to) - new Date(from);
  return ms < 1000 ? `${Math.max(ms, 0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

setInterval(() => {
  for (const time of document.querySelectorAll("time[data-age]")) time.textContent = ago(new Date(time.dateTime));
}, 1000);
