// Takes ABI and creation code out of forge's artifacts, for the binding generator and as resources of the jar.
// Usage: node tools/abibin.js <folder> <contract>...
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");
const [folder, ...names] = process.argv.slice(2);
if (!folder || names.length === 0) {
  console.error("usage: node tools/abibin.js <folder> <contract>...");
  process.exit(2);
}

function writeIfChanged(file, text) {
  if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === text) return;
  fs.writeFileSync(file, text);
}

fs.mkdirSync(folder, { recursive: true });
for (const name of names) {
  const artifact = JSON.parse(fs.readFileSync(path.join(root, "out", `${name}.sol`, `${name}.json`), "utf8"));
  const code = artifact.bytecode.object.replace(/^0x/, "");
  if (!/^([0-9a-f]{2})+$/.test(code)) {
    console.error(`${name}: expected creation code in hex without library links, found ${code.slice(0, 40)}...`);
    process.exit(1);
  }
  writeIfChanged(path.join(folder, `${name}.abi`), JSON.stringify(artifact.abi));
  writeIfChanged(path.join(folder, `${name}.bin`), code);
}
