// An answer that comes as server-sent events, checked while it comes (docs/protocol.md, "Streams").
import { bytes, concat, hex, sameHex, sha256, utf8 } from "./bytes.js";
import { digest } from "./eip712.js";
import { signer } from "./signature.js";

const TAG = utf8("verigrad-stream-v1");
const DATA = utf8("data: ");
const LINE_FEED = 10;
const MAX_EVENT = 1 << 20;

/** The hash chain over the data of events. */
export class HashChain {
  #link;

  constructor(requestHash) {
    this.#link = sha256(TAG, bytes(requestHash, 32));
  }

  append(data) {
    this.#link = sha256(this.#link, sha256(data));
  }

  get last() {
    return hex(this.#link);
  }
}

/** Cuts bytes, in whatever pieces they come, into the data of events. Only the one form that runners write is taken. */
export class EventReader {
  #rest = new Uint8Array(0);

  /** The events that are whole with this piece: their data, or null for one of another form. */
  *read(piece) {
    this.#rest = concat(this.#rest, piece);
    for (let end = blank(this.#rest); end >= 0; end = blank(this.#rest)) {
      const event = this.#rest.slice(0, end);
      this.#rest = this.#rest.slice(end + 2);
      if (event[0] !== 0x3a || event.includes(LINE_FEED)) yield data(event);
    }
    if (this.#rest.length > MAX_EVENT) throw new RangeError(`an event is larger than ${MAX_EVENT} bytes`);
  }

  /** Whether the bytes ended inside of an event. */
  get cut() {
    return this.#rest.length > 0;
  }
}

function blank(array) {
  for (let at = array.indexOf(LINE_FEED); at >= 0; at = array.indexOf(LINE_FEED, at + 1)) {
    if (array[at + 1] === LINE_FEED) return at;
  }
  return -1;
}

// Readers of events know more forms. One of them must not bring in what is not hashed here.
function data(event) {
  const right = DATA.every((byte, i) => event[i] === byte) && !event.includes(LINE_FEED) && !event.includes(13);
  return right ? event.slice(DATA.length) : null;
}

/**
 * Follows a stream. `event` takes the data of each event in order and gives the JSON of those that belong to the answer;
 * `problems` says what is wrong so far, `signedEvents` how many events a signature covers.
 */
export class StreamCheck {
  problems = [];
  events = 0;
  signedEvents = 0;
  signer = null;
  receipt = null;
  #done = false;
  #chain;
  #requestHash;
  #domain;

  constructor(requestHash, domain) {
    this.#chain = new HashChain(requestHash);
    this.#requestHash = requestHash;
    this.#domain = domain;
  }

  event(data) {
    if (data === null) return this.#broken("expected events of one line of data each");
    if (this.#done) return this.#broken("there are events after the end");
    let json;
    try {
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
      if (text === "[DONE]") {
        this.#done = true;
        return null;
      }
      json = JSON.parse(text);
    } catch {
      return this.#broken(`event ${this.events} is not JSON`);
    }
    const extra = json?.verigrad;
    if (this.receipt) return this.#broken("there are events after the receipt");
    if (extra?.receipt) {
      this.#end(json, extra.receipt);
      return null;
    }
    this.#link(extra);
    this.#chain.append(data);
    this.events++;
    return json;
  }

  /** What is wrong with a stream that has ended: one without receipt and end was cut. */
  atEnd(cut = false) {
    if (!cut && this.#done && this.receipt) {
      const named = this.receipt.receipt.responseHash;
      return sameHex(named, this.#chain.last) ? this.problems : [...this.problems, "the receipt is about another answer"];
    }
    const held = this.signedEvents ? `; ${this.signedEvents} of them are signed` : "";
    return [...this.problems, `the stream was cut: it ended after ${this.events} events without its receipt${held}`];
  }

  #link(extra) {
    if (!sameHex(extra?.link, this.#chain.last)) this.#broken(`event ${this.events} names another link before it`);
    if (!extra?.signed) return;
    try {
      const { link, signature } = extra.signed;
      const right = sameHex(link.requestHash, this.#requestHash) && sameHex(link.link, this.#chain.last) && link.events === String(this.events);
      if (!right) this.#broken(`the signature in event ${this.events} is about other events`);
      this.#sameSigner(signer(digest("StreamLink", this.#domain, link), signature));
      this.signedEvents = this.events;
    } catch {
      this.#broken(`the signature in event ${this.events} cannot be read`);
    }
  }

  #end(event, signed) {
    const units = signed?.receipt;
    if (!units || !signed.domain || !signed.signature || !signed.offer?.offer) return this.#broken("the receipt cannot be read");
    this.receipt = signed;
    this.#sameSigner(units.enclaveKey);
    // The chain does not cover this event: what it says of the usage counts for nothing unless the receipt agrees.
    const { usage } = event;
    if (usage && (String(usage.prompt_tokens) !== units.inputUnits || String(usage.completion_tokens) !== units.outputUnits)) {
      this.#broken(`expected a usage of ${units.inputUnits} and ${units.outputUnits} tokens`);
    }
  }

  #sameSigner(found) {
    if (!found || (this.signer && !sameHex(this.signer, found))) this.#broken("the stream is signed by more than one key, or by none");
    this.signer = found;
  }

  #broken(problem) {
    this.problems.push(problem);
    return null;
  }
}
