#!/usr/bin/env node
// Sells one resource by payment channels with the published middleware for express, through any facilitator.
//   node server/sell-channel.mjs <facilitator url> <port> <receiver's key | @file>
// Answers GET /weather for a thousandth of a dollar; POST /claim claims what was earned and has it paid out. The receiver
// signs what is claimed and given back itself. Prints "ready" once it listens.
import express from "express";
import { HTTPFacilitatorClient } from "@x402/core/server";
import { BatchSettlementEvmScheme } from "@x402/evm/batch-settlement/server";
import { paymentMiddleware, x402ResourceServer } from "@x402/express";
import { privateKeyToAccount } from "viem/accounts";
import { text } from "../call.mjs";

const [facilitatorUrl, port, key] = process.argv.slice(2);
if (key === undefined) {
  console.error("usage: <facilitator url> <port> <receiver's key | @file>");
  process.exit(2);
}
const network = "eip155:84532";
const receiver = privateKeyToAccount(text(key));
const facilitator = new HTTPFacilitatorClient({ url: facilitatorUrl });
const scheme = new BatchSettlementEvmScheme(receiver.address, { receiverAuthorizerSigner: receiver });
const resources = new x402ResourceServer(facilitator).register(network, scheme);
const offer = { scheme: "batch-settlement", price: "$0.001", network, payTo: receiver.address };

const app = express();
app.post("/claim", (_, response, next) =>
  scheme
    .createChannelManager(facilitator, network)
    .claimAndSettle()
    .then(result => response.json(result), next),
);
app.use(paymentMiddleware({ "GET /weather": { accepts: offer, description: "The weather" } }, resources));
app.get("/weather", (_, response) => response.json({ weather: "sunny" }));
app.listen(Number(port), "127.0.0.1", () => console.log("ready"));
