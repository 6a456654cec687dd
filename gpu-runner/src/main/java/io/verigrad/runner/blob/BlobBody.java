package io.verigrad.runner.blob;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** An answer's body that goes into the store as it comes, and is cut off where it is too long. */
final class BlobBody implements BodySubscriber<@Nullable Void> {
    private final BlobWriter writer;
    private final CompletableFuture<@Nullable Void> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    /**
     * @param refusal why the body is not wanted, or empty
     */
    BlobBody(BlobWriter writer, Optional<BlobException> refusal) {
        this.writer = writer;
        refusal.ifPresent(body::completeExceptionally);
    }

    @Override
    public CompletionStage<@Nullable Void> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        if (body.isDone()) {
            begun.cancel();
        } else {
            begun.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        Flow.Subscription running = Objects.requireNonNull(subscription, "the subscription comes first");
        try {
            for (ByteBuffer buffer : buffers) {
                writer.write(buffer);
            }
            running.request(1);
        } catch (IOException e) {
            running.cancel();
            body.completeExceptionally(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(null);
    }
}
