/** The local network: one launcher that embeds PostgreSQL and Kafka and supervises the chain and the services. */
@NullMarked
package io.verigrad.devnet;

import org.jspecify.annotations.NullMarked;
