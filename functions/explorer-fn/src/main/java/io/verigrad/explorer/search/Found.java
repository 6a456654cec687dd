package io.verigrad.explorer.search;

/**
 * Something of that name.
 *
 * @param kind "call", "batch", "payer" or "enclave"
 * @param because what the name is of it, such as "receipt id"
 * @param id of the call (payment id), the batch (root), or the address itself
 */
record Found(String kind, String because, String id) {}
