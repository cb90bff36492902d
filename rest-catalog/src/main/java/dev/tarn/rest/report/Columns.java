package dev.tarn.rest.report;

import org.apache.iceberg.types.Types;

/** Columns that reports have. */
final class Columns {
  private Columns() {}

  static Report.Column text(String name, String doc) {
    return new Report.Column(name, Types.StringType.get(), doc);
  }

  static Report.Column texts(String name, String doc) {
    return new Report.Column(
        name, Types.ListType.ofOptional(Integer.MAX_VALUE, Types.StringType.get()), doc);
  }

  static Report.Column number(String name, String doc) {
    return new Report.Column(name, Types.LongType.get(), doc);
  }

  static Report.Column fraction(String name, String doc) {
    return new Report.Column(name, Types.DoubleType.get(), doc);
  }

  static Report.Column flag(String name, String doc) {
    return new Report.Column(name, Types.BooleanType.get(), doc);
  }

  static Report.Column time(String name, String doc) {
    return new Report.Column(name, Types.TimestampType.withZone(), doc);
  }
}
