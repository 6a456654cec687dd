// Runs every test in src/test/js against the page's modules as they are packaged.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "src/test/js");
const files = readdirSync(folder).filter(name => name.endsWith(".test.js")).map(name => join(folder, name));
const tests = spawnSync(process.execPath, ["--test", ...files], { cwd: root, stdio: "inherit" });
process.exit(tests.status ?? 1);
