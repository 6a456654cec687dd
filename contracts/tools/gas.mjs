// Prints where the gas of an item goes, and what the goals are, from the snapshots that `npm test` writes and the build checks.
// Usage: node tools/gas.mjs
import { readFileSync } from "node:fs";

const snapshot = (name) => JSON.parse(readFileSync(new URL(`../snapshots/${name}.json`, import.meta.url), "utf8"));
const digits = (gas) => Math.round(gas).toLocaleString("en-US").padStart(9);

const parts = snapshot("SettlementParts");
for (const scheme of ["exact", "upto"]) {
  console.log(`\none ${scheme} item in a batch of 100, payers all different`);
  const rows = Object.keys(parts).filter((key) => new RegExp(`^${scheme}: \\d`).test(key));
  for (const key of rows.sort()) console.log(`${digits(Number(parts[key]))}  ${key.replace(/^.*?: \d /, "")}`);
}

const settlement = snapshot("Settlement");
const registry = snapshot("EnclaveRegistry");
const channels = snapshot("Channels");
const goals = [
  ["exact, item in a batch of 100", settlement["settle 100, payers all different"] / 100, 55_000],
  ["exact, the same, one payer", settlement["settle 100, one payer"] / 100, 55_000],
  ["upto, item in a batch of 100", settlement["settle 100 of upto, payers all different"] / 100, 80_000],
  ["registration, five validators", Number(registry["register, five validators"]), 250_000],
  ["withdrawal", Number(settlement.withdraw), 60_000],
  ["call by channel, 100 to a claim, ten channels", channels["commit 10 channels of 100 calls"] / 1000, 1_000],
];
console.log("\n  measured       goal");
for (const [name, gas, goal] of goals) console.log(`${digits(gas)}  ${digits(goal)}  ${gas <= goal ? "met " : "over"}  ${name}`);

console.log("\na call by channel, by what one transaction claims");
for (const [key, gas] of Object.entries(channels)) {
  const [, width, calls] = key.match(/^commit (\d+) channels? of (\d+) calls$/) ?? [];
  if (width !== undefined) console.log(`${digits(gas / (width * calls))}  ${width} of ${calls} calls`);
}
