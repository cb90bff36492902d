package dev.tarn.json;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks UTF-8 by table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing
 * beyond U+10FFFF. JSON parsers are more lenient, and what they let pass could not be written back.
 */
final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long NON_ASCII = 0x8080808080808080L;

  private Utf8() {}

  /**
   * Returns if the bytes are UTF-8.
   *
   * @throws CatalogException {@code invalid-utf8}, with the column of the first wrong byte
   */
  static void check(byte[] bytes) {
    int wrong = firstInvalid(bytes);
    if (wrong >= 0) {
      throw new CatalogException(
          ErrorCode.INVALID_UTF8, "the text is not UTF-8 at column " + (wrong + 1));
    }
  }

  /** Returns the index of the first byte of a sequence that is not UTF-8, or -1. */
  static int firstInvalid(byte[] bytes) {
    int i = 0;
    int length = bytes.length;
    while (i < length) {
      if (i + Long.BYTES <= length && ((long) LONGS.get(bytes, i) & NON_ASCII) == 0) {
        i += Long.BYTES;
      } else if (bytes[i] >= 0) {
        i++;
      } else {
        int size = sequenceLength(bytes, i);
        if (size == 0) {
          return i;
        }
        i += size;
      }
    }
    return -1;
  }

  private static int sequenceLength(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    if (first >= 0xC2 && first <= 0xDF) {
      return isContinuation(bytes, at + 1, 0x80, 0xBF) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
      int least = first == 0xE0 ? 0xA0 : 0x80;
      int greatest = first == 0xED ? 0x9F : 0xBF;
      return isContinuation(bytes, at + 1, least, greatest)
              && isContinuation(bytes, at + 2, 0x80, 0xBF)
          ? 3
          : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
      int least = first == 0xF0 ? 0x90 : 0x80;
      int greatest = first == 0xF4 ? 0x8F : 0xBF;
      return isContinuation(bytes, at + 1, least, greatest)
              && isContinuation(bytes, at + 2, 0x80, 0xBF)
              && isContinuation(bytes, at + 3, 0x80, 0xBF)
          ? 4
          : 0;
    }
    return 0;
  }

  private static boolean isContinuation(byte[] bytes, int at, int least, int greatest) {
    if (at >= bytes.length) {
      return false;
    }
    int value = bytes[at] & 0xFF;
    return value >= least && value <= greatest;
  }
}
