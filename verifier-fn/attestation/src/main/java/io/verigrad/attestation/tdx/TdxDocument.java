package io.verigrad.attestation.tdx;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;

/**
 * A quote with the event log behind its runtime registers. Either the quote is padded with zeros, as {@code outblob} of
 * configfs-tsm may be, or it is cut to its length and a log follows.
 */
record TdxDocument(TdxQuote quote, EventLog log) {
    static TdxDocument parse(Bytes document) throws EvidenceFormatException {
        TdxQuote quote = TdxQuote.parse(document);
        Bytes rest = document.slice(quote.size(), document.size());
        // Padding is never read; a log begins with letters.
        return new TdxDocument(quote, rest.isZero() ? EventLog.EMPTY : EventLog.parse(rest));
    }
}
