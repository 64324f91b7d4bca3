package dev.ziggurat.training.wandb;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** MD5, by which W&amp;B names contents; it protects nothing here. */
public final class Md5 {

  private Md5() {}

  /** The digest of some bytes. */
  static byte[] of(byte[] bytes) {
    return digest().digest(bytes);
  }

  /** A digest that bytes can be added to. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
