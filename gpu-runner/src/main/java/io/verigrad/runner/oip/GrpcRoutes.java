package io.verigrad.runner.oip;

import io.verigrad.runner.api.Limits;
import io.verigrad.runner.web.BodyWatch;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The Open Inference Protocol v2 over gRPC, on the port of HTTP. */
@ApplicationScoped
public class GrpcRoutes {
    private static final String SERVICE = "/inference.GRPCInferenceService/";

    private final Instance<GrpcCalls> calls;
    private final GrpcServerOptions options;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param calls made with the first call, since routes are made before there is a bus
     */
    public GrpcRoutes(Instance<GrpcCalls> calls, Limits limits) {
        this.calls = calls;
        this.options = new GrpcServerOptions().setMaxMessageSize(limits.bodyBytes());
    }

    void register(@Observes Router router) {
        router.post(SERVICE + "*").handler(this::accept);
    }

    /** A server for each call: the calls that it hands on do not tell the HTTP request that they came by. */
    private void accept(RoutingContext context) {
        HttpServerRequest http = context.request();
        GrpcServer.server(context.vertx(), options)
                .callHandler(call -> call.last().onSuccess(message -> {
                    BodyWatch.arrived(context);
                    threads.execute(() -> calls.get().answer(context, call, message.getBytes()));
                }))
                .handle(http);
    }
}
