// Writes layouts/: where each contract keeps what in its storage, from the compiler's own answer.
// Usage: node tools/layouts.mjs [--check]   (--check compares with the files and changes nothing; forge build goes before)
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const ROOT = new URL("../", import.meta.url);
/** Keeps its proxy's storage when its code is replaced, so what is there stays where it is. */
const UPGRADEABLE = ["ModelRegistry"];
const CONTRACTS = [
  ...UPGRADEABLE,
  "Authority",
  "BatchSettlement",
  "ChannelClaims",
  "Disputes",
  "EnclaveRegistry",
  "InferenceRequests",
  "OPG",
  "OpgVesting",
  "Settlement",
  "ValidatorStaking",
  "VerigradGovernor",
];
const check = process.argv.includes("--check");

function layoutOf(name) {
  const artifact = JSON.parse(readFileSync(new URL(`out/${name}.sol/${name}.json`, ROOT), "utf8"));
  const layout = artifact.storageLayout;
  if (!layout) throw new Error(`out/ has no storage layout of ${name}: run npm run build`);
  return layout.storage.map((entry) => variable(entry, layout.types ?? {}));
}

/** Without the compiler's own numbers of types and nodes, which change with every edit anywhere. */
function variable({ label, offset, slot, type }, types) {
  const { label: name, numberOfBytes, members, key, value, base } = types[type];
  const inner = members ?? types[value]?.members ?? types[types[value]?.value]?.members ?? types[base]?.members;
  const found = { slot: Number(slot), offset, bytes: Number(numberOfBytes), label, type: name };
  return inner ? { ...found, members: inner.map((member) => variable(member, types)) } : found;
}

const text = (layout) => `[\n${layout.map((entry) => `  ${JSON.stringify(entry)}`).join(",\n")}\n]\n`;

function committed(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (failure) {
    if (failure.code === "ENOENT") return undefined;
    throw failure;
  }
}

mkdirSync(new URL("layouts/", ROOT), { recursive: true });
let failures = 0;
for (const name of CONTRACTS) {
  const file = new URL(`layouts/${name}.json`, ROOT);
  const layout = layoutOf(name);
  const before = committed(file);
  if (before === text(layout)) continue;
  const moved = UPGRADEABLE.includes(name) && before !== undefined && !isExtended(JSON.parse(before), layout);
  if (moved) {
    console.error(`${name} is upgradeable, and this code would read what older code wrote elsewhere: only append.`);
    ++failures;
  } else if (check) {
    console.error(`${name} keeps its storage otherwise than layouts/${name}.json says: look at it, then npm run layouts.`);
    ++failures;
  } else {
    writeFileSync(file, text(layout));
    console.log(`wrote layouts/${name}.json`);
  }
}
process.exit(failures === 0 ? 0 : 1);

/** Every variable of before is where it was; new ones come after. A structure in a mapping may grow at its end. */
function isExtended(before, after) {
  return before.every((entry, i) => isSame(entry, after[i])) && after.length >= before.length;
}

function isSame(before, after) {
  if (after === undefined) return false;
  const place = ({ slot, offset, label, type }) => JSON.stringify([slot, offset, label, type]);
  if (place(before) !== place(after)) return false;
  const mapped = before.type.startsWith("mapping");
  if (!mapped && before.bytes !== after.bytes) return false;
  return before.members === undefined || (after.members !== undefined && isExtended(before.members, after.members));
}
