package dev.ziggurat.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about an address when it is typed. */
class OutgoingAddressTest {

  private static final String SETTING = "ziggurat.some.private-addresses";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost/decide",
        "https://127.0.0.1/",
        "https://10.1.2.3:8443/decide",
        "https://169.254.169.254/latest",
        "https://[::1]/decide",
        "https://[fd00::1]/",
        "http://bots.example/decide"
      })
  void whatNeedsTheSettingIsRefusedWithItsName(String url) {
    assertThat(OutgoingAddress.fault(url, false, SETTING))
        .hasValueSatisfying(fault -> assertThat(fault).contains(SETTING));
    assertThat(OutgoingAddress.fault(url, true, SETTING)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://bots.example/decide", "https://1.1.1.1/", "https://[2606:4700::1111]/"})
  void publicAddressesAreTaken(String url) {
    assertThat(OutgoingAddress.fault(url, false, SETTING)).isEmpty();
  }
}
