// Copies the modules that the page's cryptography consists of, with their licences, to the folder that is named.
// Browsers know no package names: imports between the two packages become relative paths.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const packages = join(root, "node_modules");
const ENTRIES = ["@noble/curves/secp256k1.js", "@noble/hashes/sha3.js", "@noble/hashes/sha2.js"];
// Statements only: examples in comments import more than the code does.
const SPECIFIER = /^((?:import|export|\})[^'"\n]*\bfrom\s*)(['"])([^'"]+)\2/gm;

/** Runs `npm ci` unless node_modules was made from this very lock file. */
function install() {
  const stamp = join(packages, ".lock-sha256");
  const lock = createHash("sha256").update(readFileSync(join(root, "package-lock.json"))).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
  });
  if (npm.error) throw new Error(`npm did not start: ${npm.error.message}. Install Node.js 20 or newer with npm.`);
  if (npm.status !== 0) process.exit(npm.status ?? 1);
  writeFileSync(stamp, lock);
}

/** The module that a specifier names, as a path below node_modules. */
function resolved(specifier, importer) {
  return specifier.startsWith(".") ? join(dirname(importer), specifier) : specifier;
}

/** Copies a module and everything it imports, once. */
function copy(module, target, done) {
  if (done.has(module)) return;
  done.add(module);
  const source = readFileSync(join(packages, module), "utf8").replace(/^\/\/# sourceMappingURL=.*$/gm, "");
  const text = source.replace(SPECIFIER, (all, from, quote, specifier) => {
    const imported = resolved(specifier, module);
    if (!imported.startsWith("@noble/")) throw new Error(`${module} imports ${specifier}, which is not vendored`);
    copy(imported, target, done);
    const path = relative(dirname(module), imported);
    return `${from}${quote}${path.startsWith(".") ? path : `./${path}`}${quote}`;
  });
  write(join(target, module), text);
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const target = process.argv[2];
if (!target) throw new Error("usage: node tools/vendor.js <folder>");
install();
rmSync(target, { recursive: true, force: true });
const done = new Set();
ENTRIES.forEach(entry => copy(entry, target, done));
for (const name of ["@noble/curves", "@noble/hashes"]) {
  write(join(target, name, "LICENSE"), readFileSync(join(packages, name, "LICENSE"), "utf8"));
}
