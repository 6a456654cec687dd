package io.verigrad.runner.oip;

import com.google.protobuf.ByteString;
import inference.v2.InferTensorContents;
import inference.v2.ModelInferResponse;
import io.verigrad.runner.execution.Tensor;
import io.verigrad.runner.paid.AnswerBody;
import io.verigrad.runner.store.ModelManifest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Writes an inference response of gRPC: raw where the request was raw, in lists where it had lists. */
final class InferMessageWriter {
    static final String TYPE = "application/grpc+proto";

    private InferMessageWriter() {}

    static AnswerBody write(ModelManifest manifest, InferRequest request, List<Tensor> outputs) {
        ModelInferResponse.Builder response = ModelInferResponse.newBuilder()
                .setModelName(manifest.name())
                .setModelVersion(manifest.version())
                .setId(request.id().orElse(""));
        for (Tensor output : outputs) {
            ModelInferResponse.InferOutputTensor.Builder tensor = response.addOutputsBuilder()
                    .setName(output.name())
                    .setDatatype(output.datatype().name())
                    .addAllShape(output.shape());
            if (request.binaryOutputs().contains(output.name())) {
                response.addRawOutputContents(ByteString.copyFrom(InferResponseWriter.littleEndian(output)));
            } else {
                tensor.setContents(contents(output));
            }
        }
        return new AnswerBody(TYPE, response.build().toByteArray(), Map.of());
    }

    private static InferTensorContents contents(Tensor tensor) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        ByteBuffer data = tensor.data().duplicate().order(tensor.data().order());
        while (data.hasRemaining()) {
            switch (tensor.datatype()) {
                case BOOL -> contents.addBoolContents(data.get() != 0);
                case UINT8 -> contents.addUintContents(data.get() & 0xff);
                case INT8 -> contents.addIntContents(data.get());
                case INT16 -> contents.addIntContents(data.getShort());
                case INT32 -> contents.addIntContents(data.getInt());
                case INT64 -> contents.addInt64Contents(data.getLong());
                case FP32 -> contents.addFp32Contents(data.getFloat());
                case FP64 -> contents.addFp64Contents(data.getDouble());
            }
        }
        return contents.build();
    }
}
