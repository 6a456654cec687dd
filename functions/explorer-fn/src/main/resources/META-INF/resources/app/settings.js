// Whom the checks believe: the reader's own values, kept in this browser only.
import { h, heading } from "./dom.js";
import { claimedNetwork, ownNetwork, setOwnNetwork } from "./network.js";

const FIELDS = [
  ["rpcUrl", "Chain (JSON-RPC)", "A node that you trust; it must allow browsers to ask it.", "https?://.+"],
  ["chainId", "Chain id", "", "[0-9]+"],
  ["settlement", "Settlement contract", "Take it from a source other than this server.", "0x[0-9a-fA-F]{40}"],
  ["enclaveRegistry", "EnclaveRegistry contract", "", "0x[0-9a-fA-F]{40}"],
  ["runnerUrl", "Runner of the playground", "", "https?://.+"],
];

export async function settingsPage() {
  const claimed = claimedNetwork();
  const own = ownNetwork();
  const status = h("p", { role: "status", class: "soft" });
  const form = h("form", { class: "stack" },
    FIELDS.map(([name, label, why, pattern]) =>
      h("label", {}, label,
        h("input", { name, class: "mono", value: own[name] ?? "", placeholder: claimed[name] ?? "none", pattern, autocomplete: "off", spellcheck: "false", maxlength: "300" }),
        h("span", {}, why, " Empty: what this server says."))),
    h("div", { class: "row" }, h("button", { class: "first", type: "submit" }, "Keep"), h("button", { type: "reset" }, "Use the server's")),
    status);
  form.addEventListener("submit", event => {
    event.preventDefault();
    setOwnNetwork(Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()])));
    status.textContent = "Kept in this browser. Checks use it from now on.";
  });
  form.addEventListener("reset", event => {
    event.preventDefault();
    for (const [name] of FIELDS) form.elements[name].value = "";
    setOwnNetwork({});
    status.textContent = "Checks use what this server says.";
  });
  return { content: [heading("Settings", "A check is worth as much as what it is checked against. Name a node and the contracts yourself, and this server need not be believed in anything."), h("div", { class: "card" }, form)] };
}
