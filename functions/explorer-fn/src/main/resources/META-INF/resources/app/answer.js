// The answer of a paid call: shown as it comes, and marked as proved as far as it is.
import { h, notice } from "./dom.js";
import { pieces, receiptIn } from "./runner.js";

/** Where an answer is shown. What no signature covers yet is soft; what failed is struck out. */
export function answerView() {
  const proved = h("span", { class: "proved" });
  const open = h("span", { class: "open" });
  const status = h("p", { class: "soft small", role: "status" });
  const text = h("div", { class: "answer", "aria-live": "off" }, proved, open);
  const problem = h("div", {});
  return {
    content: [text, status, problem],
    add: piece => open.append(piece),
    prove: () => {
      proved.append(open.textContent);
      open.textContent = "";
    },
    tell: words => (status.textContent = words),
    refuse(problems) {
      text.classList.add("refused");
      status.textContent = "";
      problem.replaceChildren(notice("Do not trust this answer", problems.join("; "), "bad"));
    },
  };
}

/** Follows a stream to its end; gives the receipt and what is wrong. */
async function followed(answer, requestHash, domain, view) {
  const { EventReader, StreamCheck } = await import("../verify/stream.js");
  const reader = new EventReader();
  const check = new StreamCheck(requestHash, domain);
  let signed = 0;
  try {
    for await (const piece of pieces(answer)) {
      for (const data of reader.read(piece)) {
        const event = check.event(data);
        if (check.problems.length) return { receipt: check.receipt, problems: check.problems };
        if (check.signedEvents > signed) {
          signed = check.signedEvents; // it covers the events before this one
          view.prove();
        }
        const content = event?.choices?.[0]?.delta?.content;
        if (typeof content === "string") view.add(content);
        view.tell(`${check.events} events linked, ${check.signedEvents} signed`);
      }
    }
  } catch (problem) {
    return { receipt: check.receipt, problems: [...check.atEnd(true), problem.message] };
  }
  return { receipt: check.receipt, problems: check.atEnd(reader.cut) };
}

async function buffered(answer, view) {
  const [{ concat, sameHex }, { responseHash }] = await Promise.all([import("../verify/bytes.js"), import("../verify/payment.js")]);
  const all = [];
  for await (const piece of pieces(answer)) all.push(piece);
  const body = concat(...all);
  const receipt = receiptIn(answer);
  view.add(summary(new TextDecoder().decode(body)));
  if (!receipt) return { receipt, problems: ["the answer has no receipt"] };
  return { receipt, problems: sameHex(receipt.receipt?.responseHash, responseHash(body)) ? [] : ["the receipt is about another answer"] };
}

function summary(text) {
  try {
    const [{ embedding }] = JSON.parse(text).data;
    return `A vector of ${embedding.length} numbers: ${embedding.slice(0, 6).map(number => Number(number).toFixed(4)).join(", ")}, …`;
  } catch {
    return text.slice(0, 2000);
  }
}

/** Reads an answer of either form. */
export async function read(answer, requestHash, domain, view) {
  const stream = (answer.headers.get("content-type") ?? "").startsWith("text/event-stream");
  const found = stream ? await followed(answer, requestHash, domain, view) : await buffered(answer, view);
  if (found.problems.length) view.refuse(found.problems);
  return found;
}
