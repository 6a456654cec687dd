// Which network is looked at: what the server claims, unless the reader says otherwise.
import { get } from "./api.js";

const MEMBERS = ["chainId", "settlement", "enclaveRegistry", "rpcUrl", "runnerUrl"];
const KEY = "verigrad.network";
let claimed = { assets: [] };

function own() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return Object.fromEntries(MEMBERS.filter(member => typeof stored[member] === "string").map(member => [member, stored[member]]));
  } catch {
    return {};
  }
}

export async function loadNetwork() {
  claimed = await get("api/network");
}

export function network() {
  return { ...claimed, ...own() };
}

export function claimedNetwork() {
  return claimed;
}

export function ownNetwork() {
  return own();
}

/** Keeps the reader's own values in this browser; empty ones fall back to the server's. */
export function setOwnNetwork(values) {
  localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(MEMBERS.filter(m => values[m]).map(m => [m, values[m]]))));
}
