package dev.ziggurat.workers;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;

/**
 * Replaces, in native images, the methods of AWS's SDK (2.57.8) that name classes of its optional
 * library {@code aws-crt}: such an image does not link without it. They answer as they do on a JVM
 * that lacks the library; SQS asks for none of these checksums.
 */
@TargetClass(className = "software.amazon.awssdk.checksums.internal.ChecksumProvider")
final class ChecksumProviderSubstitution {

  private ChecksumProviderSubstitution() {}

  @Substitute
  static @Nullable SdkChecksum createCrtCrc32C() {
    return null;
  }

  @Substitute
  static @Nullable SdkChecksum crc64NvmeCrtImplementation() {
    return null;
  }

  @Substitute
  static SdkChecksum crtXxHash(ChecksumAlgorithm algorithm) {
    throw new UnsupportedOperationException(algorithm.algorithmId() + " needs the library aws-crt");
  }
}
