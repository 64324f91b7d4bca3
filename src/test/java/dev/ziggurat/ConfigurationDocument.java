package dev.ziggurat;

import dev.ziggurat.SettingsSources.Group;
import dev.ziggurat.SettingsSources.Setting;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The generated part of {@code docs/configuration.md}: a table for each group of settings, from the
 * sources that declare them and from the properties that give them variables and other defaults.
 */
final class ConfigurationDocument {

  /** Docstrings of settings that Ziggurat sets for itself say so. */
  private static final String INTERNAL = "Set by Ziggurat";

  private static final Path PROPERTIES = Path.of("src/main/resources/application.properties");
  private static final Path OF_LAMBDA =
      Path.of("src/lambda-http/resources/META-INF/microprofile-config.properties");
  private static final Pattern PROFILE = Pattern.compile("%([a-z,]+)\\.(.*)");
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9_.-]*):?(.*)}");
  private static final Map<String, String> TYPES =
      Map.of(
          "int", "whole number",
          "long", "whole number",
          "OptionalInt", "whole number",
          "double", "number",
          "boolean", "`true` or `false`",
          "Duration", "duration",
          "MemorySize", "size",
          "Path", "folder",
          "String", "text");

  private final List<Group> groups;

  /** What fills a key: an environment variable, or another key. */
  private final Map<String, String> aliases = new TreeMap<>();

  /** Defaults of a key by where they hold, such as {@code dev, demo}. */
  private final Map<String, Map<String, String>> otherDefaults = new TreeMap<>();

  ConfigurationDocument() throws IOException {
    groups = SettingsSources.read();
    properties(PROPERTIES).forEach((key, value) -> addProperty((String) key, (String) value));
    properties(OF_LAMBDA)
        .forEach((key, value) -> addDefault((String) key, "Lambda", (String) value));
  }

  private static Properties properties(Path file) throws IOException {
    var properties = new Properties();
    properties.load(new StringReader(Files.readString(file)));
    return properties;
  }

  private void addProperty(String name, String value) {
    var profile = PROFILE.matcher(name);
    var key = profile.matches() ? profile.group(2) : name;
    var reference = REFERENCE.matcher(value);
    if (!profile.matches()) {
      if (reference.matches()) {
        aliases.put(key, reference.group(1));
      }
      return;
    }
    var where =
        Stream.of(profile.group(1).split(","))
            .filter(each -> !each.equals("test") && !each.equals("simulator"))
            .map(each -> each.equals("command") ? "commands" : each)
            .collect(Collectors.joining(", "));
    if (!where.isEmpty()) {
      addDefault(key, where, reference.matches() ? reference.group(2) : value);
    }
  }

  private void addDefault(String key, String where, String value) {
    otherDefaults.computeIfAbsent(key, unused -> new LinkedHashMap<>()).put(where, value);
  }

  /** All settings for operators. */
  List<Setting> settings() {
    return groups.stream()
        .flatMap(group -> group.settings().stream())
        .filter(setting -> !setting.meaning().contains(INTERNAL))
        .toList();
  }

  /** All groups, those that Ziggurat sets for itself included. */
  List<Group> groups() {
    return groups;
  }

  /** Every name by which an operator sets one: keys, and variables of their own. */
  List<String> names() {
    return settings().stream()
        .flatMap(
            setting ->
                Stream.concat(Stream.of(setting.key()), aliases(setting.key()).values().stream()))
        .toList();
  }

  String markdown() {
    var sorted = new TreeMap<String, List<Group>>();
    List<Group> section = new ArrayList<>();
    for (var group : groups) {
      if (group.topLevel()) {
        section = new ArrayList<>();
        sorted.put(group.prefix(), section);
      }
      section.add(group);
    }
    return sorted.values().stream()
        .flatMap(List::stream)
        .map(this::markdown)
        .collect(Collectors.joining("\n"));
  }

  private String markdown(Group group) {
    var heading = "%s `%s`".formatted(group.topLevel() ? "##" : "###", group.prefix());
    var rows =
        group.settings().stream()
            .filter(setting -> !setting.meaning().contains(INTERNAL))
            .map(this::row)
            .collect(Collectors.joining());
    var table =
        rows.isEmpty()
            ? ""
            : "\n| setting | meaning | value | default |\n|---|---|---|---|\n" + rows;
    return heading + "\n\n" + group.meaning() + "\n" + table;
  }

  private String row(Setting setting) {
    return "| `%s`<br>%s | %s | %s | %s |\n"
        .formatted(
            setting.key(), variables(setting), setting.meaning(), value(setting), preset(setting));
  }

  private String variables(Setting setting) {
    var aliases = aliases(setting.key());
    if (aliases.isEmpty()) {
      return "`" + variable(setting.key()) + "`";
    }
    return aliases.entrySet().stream()
        .map(
            alias ->
                "`%s`%s"
                    .formatted(
                        variable(alias.getValue()),
                        alias.getKey().equals(setting.key())
                            ? ""
                            : " sets `" + alias.getKey() + "`"))
        .collect(Collectors.joining("<br>"));
  }

  /** What fills a key, by that key; of {@code a.<name>.b} what fills those with a name. */
  private Map<String, String> aliases(String key) {
    var named = Pattern.compile(Pattern.quote(key).replace("<name>", "\\E[a-z0-9-]+\\Q"));
    return aliases.entrySet().stream()
        .filter(alias -> named.matcher(alias.getKey()).matches())
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one, TreeMap::new));
  }

  static String variable(String key) {
    return key.replace("<name>", "NAME").toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static String value(Setting setting) {
    var limits =
        Stream.of(
                Optional.of(type(setting.type())),
                range(setting, "Min", "Max", "value"),
                range(setting, "DecimalMin", "DecimalMax", "value"),
                duration(setting),
                of(setting, "Pattern", "message")
                    .map(
                        message ->
                            message.replaceAll("must (be a list |be |have )|, such as .*", "")))
            .flatMap(Optional::stream)
            .collect(Collectors.toCollection(ArrayList::new));
    return String.join(", ", limits);
  }

  private static String type(String type) {
    return type.startsWith("List<") || type.startsWith("Set<")
        ? "comma-separated list"
        : TYPES.getOrDefault(type, "name");
  }

  private static Optional<String> range(Setting setting, String min, String max, String name) {
    var from = of(setting, min, name);
    var to = of(setting, max, name);
    if (from.isPresent() && to.isPresent()) {
      return Optional.of(from.get() + " to " + to.get());
    }
    return from.map("at least "::concat).or(() -> to.map("at most "::concat));
  }

  private static Optional<String> duration(Setting setting) {
    return of(setting, "DurationMin", "millis")
        .map("at least %sms"::formatted)
        .or(() -> of(setting, "DurationMin", "seconds").map("at least %ss"::formatted));
  }

  private static Optional<String> of(Setting setting, String annotation, String name) {
    return Optional.ofNullable(setting.annotations().get(annotation))
        .map(values -> values.get(name))
        .filter(Objects::nonNull);
  }

  private String preset(Setting setting) {
    var other =
        otherDefaults.getOrDefault(setting.key(), Map.of()).entrySet().stream()
            .map(preset -> "%s: `%s`".formatted(preset.getKey(), preset.getValue()));
    var usual =
        setting.preset().map("`%s`"::formatted).orElse(setting.required() ? "required" : "none");
    return Stream.concat(Stream.of(usual), other).collect(Collectors.joining("; "));
  }
}
