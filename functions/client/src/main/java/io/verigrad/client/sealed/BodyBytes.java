package io.verigrad.client.sealed;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;

/** The bytes that a request would send. */
final class BodyBytes {
    private BodyBytes() {}

    static byte[] of(BodyPublisher publisher) throws IOException {
        BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
        publisher.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                whole.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer part) {
                whole.onNext(List.of(part));
            }

            @Override
            public void onError(Throwable failure) {
                whole.onError(failure);
            }

            @Override
            public void onComplete() {
                whole.onComplete();
            }
        });
        try {
            return whole.getBody().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IOException("the request's body cannot be read", e);
        }
    }
}
