package io.verigrad.serving;

import io.verigrad.chain.Chain;
import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A function that counts how often it was let work, on a chain that a test plays. */
@Singleton
class Work {
    static final String EVENT = "io.verigrad.test.happened.v1";
    static final Address SETTLEMENT = Address.parse("0x209693Bc6afc0C5328bA36FaF03C514EF312287C");
    static final Address REGISTRY = Address.parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");

    final PlayedNode node;
    final AtomicInteger done = new AtomicInteger();

    Work() throws IOException {
        this.node = new PlayedNode();
    }

    void route(@Observes Router router) {
        router.post("/work").handler(BodyHandler.create()).handler(context -> {
            done.incrementAndGet();
            context.response().end(context.body().asString());
        });
        router.get("/work").handler(context -> context.response().end("nothing"));
    }

    @Produces
    @Singleton
    VerifiedChain chain() {
        return new VerifiedChain(Chain.connect(
                new ChainConfig(node.url(), new ChainId(84532), SETTLEMENT, REGISTRY, Duration.ofSeconds(5))));
    }

    @Produces
    @Singleton
    AcceptedEvents events() {
        return AcceptedEvents.of(EVENT);
    }
}
