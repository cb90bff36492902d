package dev.tarn.signin.key;

/**
 * A key with its text, which is nowhere else.
 *
 * @param text to be shown once
 */
public record IssuedKey(ApiKey key, String text) {
  @Override
  public String toString() {
    return "IssuedKey[" + key.id() + "]";
  }
}
