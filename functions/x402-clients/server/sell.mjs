#!/usr/bin/env node
// Sells one resource with the published middleware for express, through any facilitator.
//   node server/sell.mjs <facilitator url> <port> <address that is paid>
// Answers POST /weather for a thousandth of a dollar and prints "ready" once it listens.
import express from "express";
import { HTTPFacilitatorClient } from "@x402/core/server";
import { ExactEvmScheme } from "@x402/evm/exact/server";
import { paymentMiddleware, x402ResourceServer } from "@x402/express";

const [facilitator, port, payTo] = process.argv.slice(2);
if (payTo === undefined) {
  console.error("usage: <facilitator url> <port> <address that is paid>");
  process.exit(2);
}
const resources = new x402ResourceServer(new HTTPFacilitatorClient({ url: facilitator })).register(
  "eip155:84532",
  new ExactEvmScheme(),
);
const offer = { scheme: "exact", price: "$0.001", network: "eip155:84532", payTo };

const app = express();
app.use(paymentMiddleware({ "POST /weather": { accepts: offer, description: "The weather" } }, resources));
app.post("/weather", (_, response) => response.json({ weather: "sunny" }));
app.listen(Number(port), "127.0.0.1", () => console.log("ready"));
