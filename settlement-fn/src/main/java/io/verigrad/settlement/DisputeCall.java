package io.verigrad.settlement;

import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;

/** The body of {@code dispute}: a receipt, and another enclave's verdict that its answer is not the model's. */
record DisputeCall(SignedReceipt receipt, SignedRecheck recheck) {}
