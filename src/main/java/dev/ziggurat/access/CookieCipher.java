package dev.ziggurat.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Authenticated encryption of a few bytes: AES-256 in GCM (NIST SP 800-38D), with a key derived
 * from the secret by HKDF with SHA-256 (RFC 5869).
 */
final class CookieCipher {

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String MAC = "HmacSHA256";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final byte[] purpose;
  private final SecureRandom random;

  /**
   * A cipher.
   *
   * @param secret what the key is derived from
   * @param salt mixed into the key; may be empty
   * @param purpose what is encrypted; ciphers of other purposes cannot decrypt it
   */
  CookieCipher(byte[] secret, byte[] salt, String purpose, SecureRandom random) {
    this.purpose = purpose.getBytes(StandardCharsets.UTF_8);
    this.key = new SecretKeySpec(derived(secret, salt, this.purpose), "AES");
    this.random = random;
  }

  /** Encrypts with a random nonce: nonce, cipher text, tag. */
  byte[] close(byte[] content) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      var sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(content);
      var whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
      return whole;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /** Decrypts; empty if the bytes are not from this cipher. */
  Optional<byte[]> open(byte[] sealed) {
    if (sealed.length <= NONCE_BYTES) {
      return Optional.empty();
    }
    try {
      var cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES));
      return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
    } catch (GeneralSecurityException foreign) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    var cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(purpose);
    return cipher;
  }

  /** One block of HKDF is exactly an AES-256 key. */
  private static byte[] derived(byte[] secret, byte[] salt, byte[] purpose) {
    var extracted = hmac(salt.length == 0 ? new byte[32] : salt, secret);
    var info = Arrays.copyOf(purpose, purpose.length + 1);
    info[purpose.length] = 1;
    return hmac(extracted, info);
  }

  private static byte[] hmac(byte[] key, byte[] text) {
    try {
      var mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }
}
