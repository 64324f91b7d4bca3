package dev.ziggurat.gateway.responses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Ids tell the call that they belong to. */
class ResponseIdsTest {

  private static final UUID CALL = UUID.fromString("0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");

  @Test
  void theCallIsFoundAgain() {
    var response = ResponseIds.response(CALL);
    assertThat(response).isEqualTo("resp_0193a1b2c3d47e5f8a9b0c1d2e3f4a5b");
    assertThat(ResponseIds.call(response)).contains(CALL);
    assertThat(ResponseIds.callOfItem(ResponseIds.output("msg", CALL, 3))).contains(CALL);
    assertThat(ResponseIds.callOfItem(ResponseIds.input("ctco", CALL, 3))).contains(CALL);
  }

  @Test
  void itemsOfInputAndOutputDiffer() {
    assertThat(ResponseIds.output("msg", CALL, 0)).isNotEqualTo(ResponseIds.input("msg", CALL, 0));
  }

  @Test
  void otherIdsHaveNone() {
    assertThat(ResponseIds.call("resp_1")).isEmpty();
    assertThat(ResponseIds.call("msg_0193a1b2c3d47e5f8a9b0c1d2e3f4a5b")).isEmpty();
    assertThat(ResponseIds.callOfItem("rs_68af4030592c81938ec0a5fbab4a3e9f05438e46b5f69a3b"))
        .isEmpty();
  }
}
