// Breaks the contracts on purpose, one named mutant at a time, and expects the tests to notice each.
// Usage: node tools/mutants.mjs [name...]     It works on a copy and takes about half a minute per mutant.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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

// Copies start from what is built, and some tests read it.
const build = spawnSync("node", [join(ROOT, "tools", "forge.js"), "build"], { encoding: "utf8" });
if (build.status !== 0) {
  console.error(`the contracts do not build:\n${build.stdout}${build.stderr}`);
  process.exit(1);
}

const base = mkdtempSync(join(tmpdir(), "mutants-"));
process.on("exit", () => rmSync(base, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/** A file and all that it imports, so that a mutant compiles what its tests need and no more. */
function withImports(file, found = new Set()) {
  if (found.has(file) || !existsSync(join(ROOT, file))) return found;
  found.add(file);
  for (const [, path] of readFileSync(join(ROOT, file), "utf8").matchAll(/^import [^;]*?"(\.[^"]+)";/gm)) {
    withImports(join(dirname(file), path), found);
  }
  return found;
}

/** A copy of the contracts with these test files alone. */
function prepare(tests) {
  const copy = mkdtempSync(join(base, "copy-"));
  const sources = new Set();
  for (const test of tests) withImports(test, sources);
  for (const part of ["tools", "genesis", "vectors", "foundry.toml", "out", "cache", ...sources]) {
    if (existsSync(join(ROOT, part))) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  return copy;
}

function test(copy) {
  const args = [join(copy, "tools", "forge.js"), "test", "--fail-fast"];
  // Whether a sequence of calls fails matters here, not its shortest form.
  const env = { ...process.env, FOUNDRY_INVARIANT_SHRINK_RUN_LIMIT: "0" };
  const run = spawnSync("node", args, { encoding: "utf8", maxBuffer: 1 << 28, env });
  const text = run.stdout + run.stderr;
  // A mutant that does not compile says nothing about the tests.
  if (!/\d+ tests? passed/.test(text)) return { outcome: "broken", text };
  return { outcome: run.status === 0 ? "survived" : "killed", text };
}

let failures = 0;
for (const key of new Set(chosen.map((mutant) => mutant.tests.join(" ")))) {
  const group = chosen.filter((mutant) => mutant.tests.join(" ") === key);
  const copy = prepare(group[0].tests);
  // What does not pass unbroken proves nothing when it fails.
  const { outcome, text } = test(copy);
  if (outcome !== "survived") {
    console.error(`${key} does not pass without a mutant:\n${text.slice(-2000)}`);
    process.exit(1);
  }
  for (const mutant of group) failures += kills(copy, mutant) ? 0 : 1;
}
console.log(`${chosen.length - failures} of ${chosen.length} killed`);
process.exit(failures === 0 ? 0 : 1);

function kills(copy, { name, file, from, to }) {
  const path = join(copy, file);
  const source = readFileSync(path, "utf8");
  if (source.split(from).length !== 2) {
    console.log(`stale     ${name}: "${from}" is not exactly once in ${file}`);
    return false;
  }
  writeFileSync(path, source.replace(from, () => to));
  const { outcome, text } = test(copy);
  writeFileSync(path, source);
  const by = /\[FAIL[\s\S]*?\b((?:test|invariant)_\w+)\(/.exec(text)?.[1] ?? "?";
  console.log(`${outcome.padEnd(9)} ${name}${outcome === "killed" ? ` by ${by}` : ""}`);
  return outcome === "killed";
}
