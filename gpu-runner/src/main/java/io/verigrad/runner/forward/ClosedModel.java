package io.verigrad.runner.forward;

import io.verigrad.receipt.Assurance;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Problem;
import io.verigrad.runner.paid.Job;
import io.verigrad.runner.paid.Price;
import io.verigrad.runner.paid.Product;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A model that an upstream runs. Its digest names the upstream by its TLS key, so that it changes when that key does. */
public final class ClosedModel {
    private final String name;
    private final String upstreamModel;
    private final Price price;
    private final UpstreamClient client;
    private final AtomicReference<@Nullable UpstreamIdentity> identity = new AtomicReference<>();

    /**
     * @param name what consumers call it
     * @param upstreamModel what the upstream calls it
     */
    ClosedModel(String name, String upstreamModel, Price price, UpstreamClient client) {
        this.name = name;
        this.upstreamModel = upstreamModel;
        this.price = price;
        this.client = client;
    }

    public String name() {
        return name;
    }

    /** What is for sale now. Asks the upstream who it is where nobody knows. */
    public Product product() throws InvalidRequestException {
        return new Product(name, identity().modelDigest(upstreamModel), price, Assurance.FORWARDED);
    }

    /** The job of one request. */
    public Job.Factory job(Function function, byte[] body) throws InvalidRequestException {
        ForwardRequest request = ForwardRequest.of(function, body, this);
        UpstreamIdentity expected = identity();
        return () -> new ForwardJob(this, request, expected);
    }

    /** What the upstream calls it. */
    public String upstreamModel() {
        return upstreamModel;
    }

    public Price price() {
        return price;
    }

    /** Who runs it. */
    public String host() {
        return client.upstream().base().getHost();
    }

    int maxTokens() {
        return client.upstream().maxTokens();
    }

    UpstreamAnswer ask(ForwardRequest request, UpstreamIdentity expected) throws UpstreamException {
        try {
            return client.post(request.function().path(), request.bytes(), expected);
        } catch (UpstreamException e) {
            if (e.kind() == UpstreamException.Kind.IDENTITY_CHANGED) {
                // The next offer names who is there then.
                identity.compareAndSet(expected, null);
            }
            throw e;
        }
    }

    private UpstreamIdentity identity() throws InvalidRequestException {
        UpstreamIdentity known = identity.get();
        if (known != null) {
            return known;
        }
        try {
            UpstreamIdentity now = client.identity();
            identity.set(now);
            return now;
        } catch (UpstreamException e) {
            Problem problem = e.problem();
            throw new InvalidRequestException(problem);
        }
    }
}
