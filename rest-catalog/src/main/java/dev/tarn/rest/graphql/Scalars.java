package dev.tarn.rest.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The scalars of the schema that GraphQL itself has not. */
final class Scalars {
  static final GraphQLScalarType JSON =
      GraphQLScalarType.newScalar().name("JSON").coercing(new JsonCoercing()).build();
  static final GraphQLScalarType DATE_TIME =
      GraphQLScalarType.newScalar().name("DateTime").coercing(new TimeCoercing()).build();
  static final GraphQLScalarType LONG =
      GraphQLScalarType.newScalar().name("Long").coercing(new LongCoercing()).build();

  private Scalars() {}

  /** Values as the core has them: integers are longs, other numbers doubles. */
  private static final class JsonCoercing implements Coercing<Object, Object> {
    @Override
    public Object serialize(Object value, GraphQLContext context, Locale locale) {
      return value;
    }

    @Override
    public @Nullable Object parseValue(Object input, GraphQLContext context, Locale locale) {
      return plain(input);
    }

    @Override
    public @Nullable Object parseLiteral(
        Value<?> literal, CoercedVariables variables, GraphQLContext context, Locale locale) {
      return value(literal, variables);
    }

    private static @Nullable Object plain(@Nullable Object input) {
      return switch (input) {
        case Integer number -> (Object) number.longValue();
        case BigInteger number -> integer(number);
        case BigDecimal number -> finite(number.doubleValue());
        case Float number -> finite(number.doubleValue());
        case Double number -> finite(number);
        case List<?> list -> {
          List<@Nullable Object> elements = new ArrayList<>(list.size());
          list.forEach(element -> elements.add(plain(element)));
          yield elements;
        }
        case Map<?, ?> map -> {
          Map<String, @Nullable Object> members = new LinkedHashMap<>();
          map.forEach((name, member) -> members.put(String.valueOf(name), plain(member)));
          yield members;
        }
        case null -> null;
        default -> input;
      };
    }

    private static @Nullable Object value(Value<?> literal, CoercedVariables variables) {
      return switch (literal) {
        case NullValue _ -> null;
        case StringValue text -> text.getValue();
        case BooleanValue bool -> (Object) bool.isValue();
        case EnumValue name -> name.getName();
        case IntValue number -> integer(number.getValue());
        case FloatValue number -> finite(number.getValue().doubleValue());
        case VariableReference variable -> plain(variables.get(variable.getName()));
        case ArrayValue array -> {
          List<@Nullable Object> elements = new ArrayList<>();
          for (Value<?> element : array.getValues()) {
            elements.add(value(element, variables));
          }
          yield elements;
        }
        case ObjectValue object -> {
          Map<String, @Nullable Object> members = new LinkedHashMap<>();
          for (ObjectField field : object.getObjectFields()) {
            members.put(field.getName(), value(field.getValue(), variables));
          }
          yield members;
        }
        default -> throw new CoercingParseLiteralException("no JSON value");
      };
    }

    private static Long integer(BigInteger number) {
      try {
        return number.longValueExact();
      } catch (ArithmeticException e) {
        throw new CoercingParseValueException("an integer has at most 64 bits", e);
      }
    }

    private static Double finite(double number) {
      if (!Double.isFinite(number)) {
        throw new CoercingParseValueException("a number is a finite 64-bit float");
      }
      return number;
    }
  }

  private static final class TimeCoercing implements Coercing<Instant, String> {
    @Override
    public String serialize(Object value, GraphQLContext context, Locale locale) {
      if (value instanceof Instant time) {
        return time.toString();
      }
      throw new CoercingSerializeException("not a time");
    }

    @Override
    public Instant parseValue(Object input, GraphQLContext context, Locale locale) {
      try {
        return OffsetDateTime.parse(String.valueOf(input)).toInstant();
      } catch (DateTimeException e) {
        throw new CoercingParseValueException("a time is such as 2026-01-31T12:00:00Z", e);
      }
    }

    @Override
    public Instant parseLiteral(
        Value<?> literal, CoercedVariables variables, GraphQLContext context, Locale locale) {
      if (literal instanceof StringValue text && text.getValue() != null) {
        return parseValue(text.getValue(), context, locale);
      }
      throw new CoercingParseLiteralException("a time is such as \"2026-01-31T12:00:00Z\"");
    }
  }

  private static final class LongCoercing implements Coercing<Long, Long> {
    @Override
    public Long serialize(Object value, GraphQLContext context, Locale locale) {
      if (value instanceof Number number) {
        return number.longValue();
      }
      throw new CoercingSerializeException("not an integer");
    }

    @Override
    public Long parseValue(Object input, GraphQLContext context, Locale locale) {
      return switch (input) {
        case Long number -> number;
        case Integer number -> number.longValue();
        case BigInteger number when number.bitLength() < Long.SIZE -> number.longValue();
        default -> throw new CoercingParseValueException("an integer has at most 64 bits");
      };
    }

    @Override
    public Long parseLiteral(
        Value<?> literal, CoercedVariables variables, GraphQLContext context, Locale locale) {
      if (literal instanceof IntValue number && number.getValue().bitLength() < Long.SIZE) {
        return number.getValue().longValue();
      }
      throw new CoercingParseLiteralException("an integer has at most 64 bits");
    }
  }
}
