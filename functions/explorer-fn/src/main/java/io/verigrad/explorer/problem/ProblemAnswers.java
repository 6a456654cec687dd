package io.verigrad.explorer.problem;

import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns a {@link Problem} into its document. */
class ProblemAnswers {
    @ServerExceptionMapper
    RestResponse<Problem.Document> answer(Problem problem) {
        return RestResponse.ResponseBuilder.create(
                        RestResponse.Status.fromStatusCode(problem.status()), problem.document())
                .header(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .build();
    }
}
