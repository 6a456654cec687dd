package io.verigrad.chain.rpc;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;

/** Stops reading an answer that is too long, so that a node cannot fill the memory. */
final class AnswerLimit implements Interceptor {
    private static final long MAX_BYTES = 16 << 20;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        ResponseBody body = response.body();
        return body == null
                ? response
                : response.newBuilder().body(limited(body)).build();
    }

    private static ResponseBody limited(ResponseBody body) {
        ForwardingSource source = new ForwardingSource(body.source()) {
            private long read;

            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
                long count = super.read(sink, byteCount);
                read += Math.max(count, 0);
                if (read > MAX_BYTES) {
                    throw new IOException("the answer is longer than " + MAX_BYTES + " bytes");
                }
                return count;
            }
        };
        return ResponseBody.create(Okio.buffer(source), body.contentType(), body.contentLength());
    }
}
