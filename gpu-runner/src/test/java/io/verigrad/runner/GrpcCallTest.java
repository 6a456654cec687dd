package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import inference.v2.GRPCInferenceServiceGrpc;
import inference.v2.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import inference.v2.InferParameter;
import inference.v2.InferTensorContents;
import inference.v2.ModelInferRequest;
import inference.v2.ModelInferResponse;
import inference.v2.ModelMetadataRequest;
import inference.v2.ModelMetadataResponse;
import inference.v2.ModelReadyRequest;
import inference.v2.ServerLiveRequest;
import inference.v2.ServerReadyRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.json.Json;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.value.Hash32;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentRequired;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that was generated from the definition of the protocol. */
@QuarkusTest
@WithTestResource(StandIns.class)
class GrpcCallTest extends RunningRunner {
    private static final String PATH = "/inference.GRPCInferenceService/ModelInfer";

    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forAddress(base.getHost(), base.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void saysWhatItServes() {
        GRPCInferenceServiceBlockingStub client = client();

        assertThat(client.serverLive(ServerLiveRequest.getDefaultInstance()).getLive())
                .isTrue();
        assertThat(client.serverReady(ServerReadyRequest.getDefaultInstance()).getReady())
                .isTrue();
        assertThat(client.modelReady(
                                ModelReadyRequest.newBuilder().setName("iris").build())
                        .getReady())
                .isTrue();
        ModelMetadataResponse iris = client.modelMetadata(
                ModelMetadataRequest.newBuilder().setName("iris").build());
        assertThat(iris.getInputs(0).getName()).isEqualTo("features");
        assertThat(iris.getInputs(0).getShapeList()).containsExactly(-1L, 4L);
        assertStatus(
                () -> client.modelReady(
                        ModelReadyRequest.newBuilder().setName("nothing").build()),
                Status.Code.NOT_FOUND,
                "model_not_found");
    }

    @Test
    void asksForAPayment() {
        assertThatThrownBy(() -> client().modelInfer(flower()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
                    assertThat(e.getTrailers()).isNotNull();
                    assertThat(e.getTrailers().get(key("payment-required"))).isNotBlank();
                });
        assertThat(payment.begun()).isEmpty();
    }

    @Test
    void answersAPaidCallWithAReceiptOverTheBytesThatWereSent() throws Exception {
        ModelInferRequest request = flower();
        AtomicReference<Metadata> headers = new AtomicReference<>();

        ModelInferResponse response = paying(pay(request), headers).modelInfer(request);

        assertThat(response.getId()).isEqualTo("f-1");
        assertThat(response.getOutputsList())
                .extracting(ModelInferResponse.InferOutputTensor::getName)
                .containsExactly("probabilities", "label");
        assertThat(response.getOutputs(0).getContents().getFp32ContentsList()).hasSize(3);
        Receipt receipt = receipt(headers.get()).receipt();
        assertThat(receipt.requestHash()).isEqualTo(ContentHash.request("POST", PATH, request.toByteArray()));
        assertThat(receipt.responseHash()).isEqualTo(ContentHash.response(response.toByteArray()));
        assertThat(receipt.inputUnits()).isEqualTo(4);
    }

    @Test
    void givesRawValuesWhereItGotThem() throws Exception {
        ByteBuffer values = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        values.putFloat(6.3f).putFloat(3.3f).putFloat(6.0f).putFloat(2.5f).flip();
        ModelInferRequest request = ModelInferRequest.newBuilder()
                .setModelName("iris")
                .addInputs(input())
                .addRawInputContents(ByteString.copyFrom(values))
                .build();

        ModelInferResponse response =
                paying(pay(request), new AtomicReference<>()).modelInfer(request);

        assertThat(response.getRawOutputContentsCount()).isEqualTo(2);
        assertThat(response.getRawOutputContents(0).size()).isEqualTo(12);
        assertThat(response.getOutputs(0).hasContents()).isFalse();
    }

    @Test
    void refusesWhatItDoesNotUnderstandBeforeItIsReserved() throws Exception {
        ModelInferRequest flower = flower();
        String payment = pay(flower);
        InferParameter parameter = InferParameter.newBuilder().setInt64Param(1).build();

        refused(payment, flower.toBuilder().putParameters("priority", parameter).build(), "no parameter");
        refused(
                payment,
                flower.toBuilder()
                        .setInputs(0, flower.getInputs(0).toBuilder().putParameters("x", parameter))
                        .build(),
                "no parameter");
        refused(payment, flower.toBuilder().clearInputs().build(), "expected an array of the inputs");
        refused(payment, flower.toBuilder().addInputs(flower.getInputs(0)).build(), "given twice");
        refused(
                payment,
                flower.toBuilder()
                        .setInputs(
                                0,
                                input().setContents(
                                                InferTensorContents.newBuilder().addFp64Contents(1)))
                        .build(),
                "expected 4 values in fp32_contents");
        refused(
                payment,
                flower.toBuilder()
                        .setInputs(
                                0,
                                input().setContents(InferTensorContents.newBuilder()
                                        .addFp32Contents(Float.NaN)
                                        .addFp32Contents(1)
                                        .addFp32Contents(1)
                                        .addFp32Contents(1)))
                        .build(),
                "finite");
        refused(
                payment,
                flower.toBuilder().addRawInputContents(ByteString.EMPTY).build(),
                "found both");
        refused(
                payment,
                flower.toBuilder()
                        .setInputs(0, input())
                        .addRawInputContents(ByteString.copyFrom(new byte[3]))
                        .build(),
                "expected 16 bytes");
        refused(
                payment,
                ModelInferRequest.parseFrom(
                        flower.toByteString().concat(ByteString.copyFrom(new byte[] {(byte) 0x98, 0x06, 1}))),
                "not known here");
        assertStatus(
                () -> paying(payment, new AtomicReference<>())
                        .modelInfer(flower.toBuilder().setModelVersion("99").build()),
                Status.Code.NOT_FOUND,
                "in this version");
        assertStatus(
                () -> paying(payment, new AtomicReference<>())
                        .withCompression("gzip")
                        .modelInfer(flower),
                Status.Code.INVALID_ARGUMENT,
                "without compression");
        assertThat(this.payment.begun()).isEmpty();
    }

    @Test
    void refusesMessagesThatAreTooLarge() {
        ModelInferRequest large = flower().toBuilder()
                .addRawInputContents(ByteString.copyFrom(new byte[100_001]))
                .build();

        assertThatThrownBy(() -> client().modelInfer(large))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
    }

    private void refused(String payment, ModelInferRequest request, String problem) {
        assertStatus(
                () -> paying(payment, new AtomicReference<>()).modelInfer(request),
                Status.Code.INVALID_ARGUMENT,
                problem);
    }

    private static void assertStatus(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Status.Code code, String problem) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getDescription()).contains(problem);
            assertThat(e.getStatus().getCode()).isEqualTo(code);
        });
    }

    private GRPCInferenceServiceBlockingStub client() {
        return GRPCInferenceServiceGrpc.newBlockingStub(channel);
    }

    private GRPCInferenceServiceBlockingStub paying(String payment, AtomicReference<Metadata> headers) {
        Metadata sent = new Metadata();
        sent.put(key("payment-signature"), payment);
        return client().withInterceptors(
                        MetadataUtils.newAttachHeadersInterceptor(sent),
                        MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()));
    }

    /** The payment that the first answer asks for. */
    private String pay(ModelInferRequest request) throws Exception {
        Metadata trailers = null;
        try {
            client().modelInfer(request);
        } catch (StatusRuntimeException unpaid) {
            trailers = unpaid.getTrailers();
        }
        assertThat(trailers).isNotNull();
        PaymentRequired required = PaymentHeader.required(trailers.get(key("payment-required")));
        byte[] nonce = new byte[32];
        new java.security.SecureRandom().nextBytes(nonce);
        return PaymentHeader.encode(new Eip3009Signer(consumer.key, Consumer.CLOCK)
                .pay(required.accepts().getFirst(), Optional.of(required.resource()), Hash32.of(nonce))
                .toJson());
    }

    private static SignedReceipt receipt(Metadata headers) throws Exception {
        return Json.read(Base64.getDecoder().decode(headers.get(key("verigrad-receipt"))), SignedReceipt.class);
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private static ModelInferRequest flower() {
        return ModelInferRequest.newBuilder()
                .setModelName("iris")
                .setId("f-1")
                .addInputs(input().setContents(InferTensorContents.newBuilder()
                        .addFp32Contents(6.3f)
                        .addFp32Contents(3.3f)
                        .addFp32Contents(6.0f)
                        .addFp32Contents(2.5f)))
                .build();
    }

    private static ModelInferRequest.InferInputTensor.Builder input() {
        return ModelInferRequest.InferInputTensor.newBuilder()
                .setName("features")
                .setDatatype("FP32")
                .addShape(1)
                .addShape(4);
    }
}
