// Runs `npm ci` unless node_modules was made from this very lock file.
"use strict";
const { spawnSync } = require("node:child_process");
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");
const stamp = path.join(root, "node_modules", ".lock-sha256");
const lock = crypto
  .createHash("sha256")
  .update(fs.readFileSync(path.join(root, "package-lock.json")))
  .digest("hex");

if (!fs.existsSync(stamp) || fs.readFileSync(stamp, "utf8") !== lock) {
  // The packages' platform binaries work without their install scripts.
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
  });
  if (npm.error) {
    console.error(`npm did not start: ${npm.error.message}. Install Node.js 20 or newer with npm.`);
    process.exit(1);
  }
  if (npm.status !== 0) process.exit(npm.status ?? 1);
  fs.writeFileSync(stamp, lock);
}
