// Drives the explorer of a running network as a reader would, with the machine's own Chromium:
//   EXPLORER=http://127.0.0.1:8084 RUNNER=http://127.0.0.1:8080 PAYER_KEY=<file> SHOTS=<folder> node suite.mjs
// Makes one paid call and leaves screenshots in the folder.
import { after, before } from "node:test";
import { close, open } from "./stage.mjs";

before(open);
after(close);
await import("./watch.mjs");
await import("./play.mjs");
await import("./refuse.mjs");
await import("./distrust.mjs");
await import("./look.mjs");
await import("./weigh.mjs");
