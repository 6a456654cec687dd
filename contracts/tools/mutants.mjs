// Breaks the contracts on purpose, one named mutant at a time, and expects the tests to notice each.
// Usage: node tools/mutants.mjs [name...]     It works on a copy and takes about half a minute per mutant.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const mutants = JSON.parse(readFileSync(join(ROOT, "tools", "mutants.json"), "utf8"));
const names = process.argv.slice(2);
const chosen = names.length === 0 ? mutants : mutants.filter((mutant) => names.includes(mutant.name));
if (chosen.length === 0 || chosen.length < names.length) {
  console.error(`unknown mutant; known: ${mutants.map((mutant) => mutant.name).join(", ")}`);
  process.exit(2);
}

const copy = mkdtempSync(join(tmpdir(), "mutants-"));
process.on("exit", () => rmSync(copy, { recursive: true, force: true }));
for (const part of ["src", "test", "script", "tools", "genesis", "vectors", "foundry.toml"]) {
  cpSync(join(ROOT, part), join(copy, part), { recursive: true });
}
for (const part of ["out", "cache"]) {
  cpSync(join(ROOT, part), join(copy, part), { recursive: true, force: true, errorOnExist: false });
}
symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));

function test(match) {
  const args = [join(copy, "tools", "forge.js"), "test", "--fail-fast", "--match-path", match];
  const run = spawnSync("node", args, { encoding: "utf8", maxBuffer: 1 << 28 });
  const text = run.stdout + run.stderr;
  if (/Compiler run failed|Error \(\d+\)|No tests/.test(text)) return { outcome: "broken", text };
  return { outcome: run.status === 0 ? "survived" : "killed", text };
}

// What does not pass unbroken proves nothing when it fails.
for (const match of new Set(chosen.map((mutant) => mutant.tests))) {
  const { outcome, text } = test(match);
  if (outcome === "survived") continue;
  console.error(`${match} does not pass without a mutant:\n${text.slice(-2000)}`);
  process.exit(1);
}

let failures = 0;
for (const { name, file, from, to, tests } of chosen) {
  const path = join(copy, file);
  const source = readFileSync(path, "utf8");
  if (source.split(from).length !== 2) {
    console.log(`stale     ${name}: "${from}" is not exactly once in ${file}`);
    ++failures;
    continue;
  }
  writeFileSync(path, source.replace(from, () => to));
  const { outcome, text } = test(tests);
  writeFileSync(path, source);
  const by = /\[FAIL[\s\S]*?\b((?:test|invariant)_\w+)\(/.exec(text)?.[1] ?? "?";
  console.log(`${outcome.padEnd(9)} ${name}${outcome === "killed" ? ` by ${by}` : ""}`);
  if (outcome !== "killed") ++failures;
}
console.log(`${chosen.length - failures} of ${chosen.length} killed`);
process.exit(failures === 0 ? 0 : 1);
