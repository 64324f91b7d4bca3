package dev.ziggurat.session;

import jakarta.ws.rs.BadRequestException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The sign-in form, as {@code application/x-www-form-urlencoded}
 * (https://url.spec.whatwg.org/#application/x-www-form-urlencoded). Parsed here, because a
 * malformed form must not answer 500.
 *
 * @param name may be empty
 * @param to the redirect target; empty when a program signs in
 */
@Schema(name = "SignIn")
record SignInForm(
    @Schema(required = true, description = "The viewer or the admin token") String token,
    @Schema(description = "Your name, for the audit", maxLength = PersonName.LONGEST) String name,
    @Schema(
            implementation = String.class,
            description = "The path of this site to redirect to, from a form of a page")
        Optional<String> to) {

  private static final int LONGEST = 16 * 1024;
  private static final int MAX_FIELDS = 20;

  /**
   * Parses a form.
   *
   * @throws BadRequestException naming the invalid field
   */
  static SignInForm read(String body) {
    if (body == null || body.length() > LONGEST) {
      throw new BadRequestException("body: must be a form with the fields token, name and to");
    }
    var fields = fields(body);
    var token = fields.getOrDefault("token", "").strip();
    if (token.isEmpty()) {
      throw new BadRequestException("token: must be the viewer or the admin token");
    }
    return new SignInForm(
        token, fields.getOrDefault("name", ""), Optional.ofNullable(fields.get("to")));
  }

  /** The first value of each field. */
  private static Map<String, String> fields(String body) {
    var fields = new HashMap<String, String>();
    for (var pair : body.split("&", MAX_FIELDS)) {
      var name = pair.split("=", 2);
      fields.putIfAbsent(decoded(name[0]), name.length > 1 ? decoded(name[1]) : "");
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new BadRequestException(
          "body: is not a valid form; write a percent sign as %25", malformed);
    }
  }
}
