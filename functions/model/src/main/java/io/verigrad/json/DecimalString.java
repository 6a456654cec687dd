package io.verigrad.json;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@code long} that JSON carries as a decimal string, because readers in JavaScript round numbers above 2^53. Reading
 * takes 0 to 2^63-1 without sign or leading zero.
 */
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@JsonSerialize(using = ToStringSerializer.class)
@JsonDeserialize(using = DecimalString.Reader.class)
public @interface DecimalString {
    /** Reads the string form. */
    final class Reader extends StdDeserializer<Long> {
        private static final long serialVersionUID = 1L;

        public Reader() {
            super(long.class);
        }

        @Override
        public Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
            if (!text.matches("0|[1-9][0-9]{0,18}")) {
                throw context.weirdStringException(text, long.class, "expected a decimal string of 0 to 2^63-1");
            }
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                throw context.weirdStringException(text, long.class, "expected a decimal string of 0 to 2^63-1");
            }
        }
    }
}
