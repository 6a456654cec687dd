package io.verigrad.runner.hub;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.verigrad.json.Json;
import io.verigrad.runner.api.ErrorFormat;
import io.verigrad.runner.api.Problem;
import io.verigrad.runner.web.PaidEdge;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Resumable uploads by tus 1.0.0 (core protocol and its extensions creation, termination and expiration). */
@Path("/v1/uploads")
public class UploadsResource {
    private static final String VERSION = "1.0.0";
    private static final String PIECE_TYPE = "application/offset+octet-stream";

    private final Hub hub;
    private final PaidEdge edge;
    private final ErrorFormat errors = UploadsResource::error;

    public UploadsResource(Hub hub, PaidEdge edge) {
        this.hub = hub;
        this.edge = edge;
    }

    @OPTIONS
    public Response capabilities() throws UploadRefusedException {
        return Response.noContent()
                .header("Tus-Resumable", VERSION)
                .header("Tus-Version", VERSION)
                .header("Tus-Extension", "creation,termination,expiration")
                .header("Tus-Max-Size", uploads().limits().size())
                .build();
    }

    @POST
    @RunOnVirtualThread
    public Response create(
            @HeaderParam("Tus-Resumable") Optional<String> version,
            @HeaderParam("Upload-Length") Optional<String> length,
            @HeaderParam("Upload-Metadata") Optional<String> metadata)
            throws UploadRefusedException, IOException {
        requireVersion(version);
        UploadMetadata wanted = UploadMetadata.parse(metadata.orElse(""), number("Upload-Length", length));
        UploadState state = uploads().create(wanted.signed(), wanted.filename());
        return answer(201, state)
                .header("Location", "/v1/uploads/" + state.id())
                .build();
    }

    @HEAD
    @Path("{id}")
    public Response state(@HeaderParam("Tus-Resumable") Optional<String> version, @PathParam("id") String id)
            throws UploadRefusedException {
        requireVersion(version);
        return answer(200, uploads().state(id(id))).build();
    }

    @PATCH
    @Path("{id}")
    @RunOnVirtualThread
    public Response append(
            @HeaderParam("Tus-Resumable") Optional<String> version,
            @HeaderParam("Content-Type") Optional<String> type,
            @HeaderParam("Upload-Offset") Optional<String> offset,
            @PathParam("id") String id,
            InputStream body)
            throws UploadRefusedException, IOException {
        requireVersion(version);
        if (!type.orElse("").equals(PIECE_TYPE)) {
            throw new UploadRefusedException(415, "unsupported_type", "expected a body of type " + PIECE_TYPE);
        }
        return answer(204, uploads().append(id(id), number("Upload-Offset", offset), body))
                .build();
    }

    @DELETE
    @Path("{id}")
    @RunOnVirtualThread
    public Response cancel(@HeaderParam("Tus-Resumable") Optional<String> version, @PathParam("id") String id)
            throws UploadRefusedException, IOException {
        requireVersion(version);
        uploads().cancel(id(id));
        return Response.noContent().header("Tus-Resumable", VERSION).build();
    }

    @ServerExceptionMapper
    public Response refuse(UploadRefusedException refused) {
        Response.ResponseBuilder answer = PaidEdge.json(refused.problem().status(), errors.write(refused.problem()))
                .header("Tus-Resumable", VERSION)
                .header("Tus-Version", VERSION);
        refused.offset().ifPresent(offset -> answer.header("Upload-Offset", offset));
        return answer.build();
    }

    @ServerExceptionMapper
    public Response fail(Throwable failure) {
        return edge.fault(failure, errors);
    }

    private Uploads uploads() throws UploadRefusedException {
        return hub.uploads().orElseThrow(() -> new UploadRefusedException(404, "publishing_off", Hub.OFF));
    }

    private static Response.ResponseBuilder answer(int status, UploadState state) {
        return Response.status(status)
                .header("Tus-Resumable", VERSION)
                .header("Cache-Control", "no-store")
                .header("Upload-Offset", state.offset())
                .header("Upload-Length", state.size())
                .header(
                        "Upload-Expires",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                state.expires().atOffset(ZoneOffset.UTC)));
    }

    private static void requireVersion(Optional<String> version) throws UploadRefusedException {
        if (!version.orElse("").equals(VERSION)) {
            throw new UploadRefusedException(412, "unsupported_version", "Tus-Resumable: expected " + VERSION);
        }
    }

    private static long number(String name, Optional<String> value) throws UploadRefusedException {
        if (value.isEmpty() || !value.get().matches("\\d{1,18}")) {
            throw new UploadRefusedException(400, "invalid_header", name + ": expected a number of bytes");
        }
        return Long.parseLong(value.get());
    }

    /** What is no id is as unknown as one that never was. */
    private static UUID id(String text) throws UploadRefusedException {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new UploadRefusedException(404, "no_such_upload", "there is no such upload");
        }
    }

    private static byte[] error(Problem problem) {
        return Json.write(Map.of("reason", problem.code(), "error", problem.message()));
    }
}
