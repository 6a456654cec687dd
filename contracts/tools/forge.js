// Runs forge from its npm package, or from the PATH where npm has none: `node tools/forge.js build`.
"use strict";
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");
const architecture = { x64: "amd64", arm64: "arm64" }[process.arch] ?? process.arch;
const packaged = path.join(root, `node_modules/@foundry-rs/forge-${process.platform}-${architecture}/bin/forge`);
const forge = fs.existsSync(packaged) ? packaged : "forge";

// The paths of foundry.toml are relative, and forge keeps its cache under HOME/.foundry: both belong to this folder.
const home = path.join(root, "cache", "home");
fs.mkdirSync(home, { recursive: true });
const run = spawnSync(forge, process.argv.slice(2), {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, HOME: home },
});
if (run.error) {
  console.error(`forge did not start: ${run.error.message}.`);
  console.error("npm has it for Linux x64 and macOS arm64 (node tools/install.js); elsewhere put Foundry 1.7.1 on the PATH.");
}
process.exit(run.status ?? 1);
