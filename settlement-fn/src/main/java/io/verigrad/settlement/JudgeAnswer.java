package io.verigrad.settlement;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.util.List;

/** What a validator answers to {@code judge}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
    @JsonSubTypes.Type(JudgeAnswer.Judged.class),
    @JsonSubTypes.Type(JudgeAnswer.Refused.class),
})
sealed interface JudgeAnswer {
    /** It decided, and signed the verdict. */
    @JsonTypeName("judged")
    record Judged(Address validator, boolean upheld, Hash32 reasonDigest, Signature signature) implements JudgeAnswer {}

    /** It signs nothing, for these reasons. */
    @JsonTypeName("refused")
    record Refused(Address validator, List<String> reasons) implements JudgeAnswer {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
