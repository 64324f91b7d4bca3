// A grain market: a world over HTTP (docs/worlds.md). Java 25 or newer, and Jackson, which jbang fetches by itself:
//   WORLD_KEY=<at least 32 characters> java -cp 'jackson/*' Market.java    (also: PORT, 8000; DATA, the folder of the games)
//DEPS com.fasterxml.jackson.core:jackson-databind:2.21.2
import module jdk.httpserver;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.*;
import com.fasterxml.jackson.databind.json.JsonMapper;
record Farm(int coins, int sacks) {} record Order(String who, boolean bid, int price) {}
record Kept(String founding, long epoch, long tick, String key, JsonNode answer, Game game) {}
static class Game {
  public String seed; public int day = 1, price = 10;
  public TreeMap<String, Farm> farms = new TreeMap<>();
  public List<Order> orders = new ArrayList<>(); // Of this day, as they came.
}
static class Problem extends RuntimeException { int status; Problem(int is, String text) { super(text); status = is; } }
final JsonMapper JSON = JsonMapper.builder().enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY).build();
final byte[] KEY = System.getenv().getOrDefault("WORLD_KEY", "").getBytes();
final Path DATA = Path.of(System.getenv().getOrDefault("DATA", "market-data"));
final Object[] LOCKS = Stream.generate(Object::new).limit(64).toArray(); // An instance always has the same one.
final Pattern SIGNATURE = Pattern.compile("t=([0-9]{1,12}),v1=([0-9a-f]{64})");
final int LARGEST_BODY = 32 << 20; final Farm BEGIN = new Farm(100, 6);
final String RULES = """
    Every day a farm eats a sack of grain, or pays 5 coins for soup, and may order to buy (bid) or sell (ask) a sack at a
    price or better. At night the highest bids meet the lowest asks, halfway. Every 5th day is harvest: 0 to 10 sacks.
    """, MANIFEST = """
    {"contract": 1, "name": "Grain market", "score": {"unit": "coins"}, "clock": true, "replay": true, "answerSchema":
     {"type": "object", "required": ["type", "price"], "additionalProperties": false, "properties": {"type": {"type": "string",
      "enum": ["bid", "ask", "wait"]}, "price": {"type": "integer", "enum": [10, 9, 11, 8, 12, 7, 14, 5, 20, 30]}}}}""";
String act(Game game, String who, JsonNode action, List<Object> events) { // Why it is refused, or null if it took effect.
  String type = action.path("type").asText(); int price = action.path("price").asInt();
  if (type.equals("wait")) return null;
  if (!List.of("bid", "ask").contains(type) || price < 1 || price > 1000) return "must be bid or ask, at 1 to 1000, or wait";
  if (game.orders.stream().anyMatch(order -> order.who.equals(who))) return "type: only one order a day";
  if (type.equals("bid") ? game.farms.get(who).coins < price : game.farms.get(who).sacks < 1) return "type: you have too little";
  game.orders.add(new Order(who, type.equals("bid"), price));
  events.add(Map.of("agent", who, "text", "%s %ss for a sack at %d".formatted(who, type, price)));
  return null;
}
void endDay(Game game, List<Object> events) throws Exception {
  game.orders.sort(Comparator.comparingInt(Order::price));
  var sides = game.orders.stream().collect(Collectors.partitioningBy(Order::bid));
  List<Order> bids = sides.get(true).reversed(), asks = sides.get(false);
  for (int i = 0; i < Math.min(bids.size(), asks.size()) && bids.get(i).price >= asks.get(i).price; i++) {
    var price = game.price = (bids.get(i).price + asks.get(i).price) / 2;
    game.farms.computeIfPresent(bids.get(i).who, (_, farm) -> new Farm(farm.coins - price, farm.sacks + 1));
    game.farms.computeIfPresent(asks.get(i).who, (_, farm) -> new Farm(farm.coins + price, farm.sacks - 1));
    events.add(Map.of("text", "%s sold a sack to %s for %d".formatted(asks.get(i).who, bids.get(i).who, price)));
  }
  game.orders.clear();
  for (var one : game.farms.entrySet()) { // Chance comes from the seed alone.
    var luck = Integer.parseInt(hash(game.seed + "/" + game.day + "/" + one.getKey()), 0, 4, 16) % 11;
    int hungry = one.getValue().sacks > 0 ? 0 : 5, sacks = Math.max(0, one.getValue().sacks - 1) + (game.day % 5 == 0 ? luck : 0);
    one.setValue(new Farm(Math.max(0, one.getValue().coins - hungry), sacks));
  }
  events.add(Map.of("text", "Day %d ends%s".formatted(game.day, game.day++ % 5 == 0 ? " with harvest" : "")));
}
String hash(String text) throws GeneralSecurityException {
  return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes()));
}
JsonNode answer(Game game, List<Object> events, String name, Object more) throws Exception {
  var scores = new TreeMap<String, Integer>();
  game.farms.forEach((who, farm) -> scores.put(who, farm.coins + farm.sacks * game.price));
  return JSON.valueToTree(Map.of("digest", hash(JSON.writeValueAsString(game)), "scores", scores, name, more,
      "events", events.stream().limit(1000).toList()));
}
JsonNode brief(Game game, JsonNode agents) {
  var own = JSON.createObjectNode();
  for (var agent : agents) {
    var farm = game.farms.getOrDefault(agent.required("handle").asText(), BEGIN);
    var briefing = "You have %d coins, %d sacks.".formatted(farm.coins, farm.sacks);
    own.putObject(agent.path("handle").asText()).put("briefing", briefing);
  }
  return JSON.createObjectNode().put("shared", RULES + "Day %d. A sack cost %d.".formatted(game.day, game.price)).set("agents", own);
}
Kept found(JsonNode ask, Kept kept) throws Exception {
  for (var name : ask.required("settings").properties()) throw new Problem(422, name.getKey() + ": there are no settings");
  if (kept != null && !kept.founding.equals(kept.key + hash(ask.toString()))) throw new Problem(409, "founded: already");
  var game = new Game(); game.seed = ask.required("game").required("seed").asText();
  for (var agent : ask.required("agents")) game.farms.put(agent.required("handle").asText(), BEGIN);
  return new Kept(hash(ask.toString()), 0, 0, "", answer(game, List.of(), "happenings", Map.of()), game);
}
Kept apply(JsonNode ask, Kept kept) throws Exception {
  long epoch = ask.required("epoch").asLong(), tick = ask.required("tick").asLong(); var key = ask.required("key").asText();
  if (epoch < kept.epoch) throw new Problem(409, "stale_epoch: a newer one was seen");
  if (key.equals(kept.key)) return new Kept(kept.founding, epoch, kept.tick, key, kept.answer, kept.game); // Done already.
  if (tick < kept.tick) throw new Problem(409, "out_of_order: a later tick was applied");
  List<Object> events = new ArrayList<>(), results = new ArrayList<>();
  for (var turn : ask.path("turns")) {
    var who = turn.required("handle").asText();
    kept.game.farms.putIfAbsent(who, BEGIN);
    results.add(turn.required("actions").valueStream().map(action -> act(kept.game, who, action, events)).toList());
  }
  var turns = ask.required("kind").asText().equals("turns"); if (!turns) endDay(kept.game, events);
  return new Kept(kept.founding, epoch, tick, key, answer(kept.game, events, turns ? "results" : "happenings",
      turns ? results : Map.of("days", 1)), kept.game);
}
JsonNode operate(String path, JsonNode ask) throws Exception {
  Path file = DATA.resolve(hash(ask.required("instance").asText())), aside = Path.of(file + ".new");
  synchronized (LOCKS[file.hashCode() & 63]) {
    var kept = Files.exists(file) ? JSON.readValue(file.toFile(), Kept.class) : null;
    if (kept == null && List.of("/brief", "/apply").contains(path)) throw new Problem(404, "unknown_instance: found it first");
    if (path.equals("/brief")) return brief(kept.game, ask.required("agents"));
    var next = switch (path) {
      case "/found" -> found(ask, kept);
      case "/apply" -> apply(ask, kept);
      case "/discard" -> null;
      default -> throw new Problem(404, "unknown_operation: " + path);
    };
    if (next == null) return JSON.valueToTree(Files.deleteIfExists(file) ? Map.of() : Map.of());
    Files.write(aside, JSON.writeValueAsBytes(next), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE, StandardOpenOption.DSYNC); // All or nothing, whenever the process is killed.
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    return next.answer;
  }
}
void handle(HttpExchange call) throws IOException {
  int status = 200; JsonNode answer;
  try {
    var body = call.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) throw new Problem(413, "body: at most %d bytes".formatted(LARGEST_BODY));
    var sent = SIGNATURE.matcher("" + call.getRequestHeaders().getFirst("X-Ziggurat-Signature"));
    if (!sent.matches() || Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(sent.group(1))) > 300)
      throw new Problem(401, "signature: is missing or too old");
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    mac.update((sent.group(1) + ".").getBytes());
    if (!MessageDigest.isEqual(HexFormat.of().parseHex(sent.group(2)), mac.doFinal(body))) throw new Problem(401, "signature");
    answer = JSON.readTree(call.getRequestMethod().equals("GET") ? MANIFEST.getBytes() : body);
    if (!call.getRequestMethod().equals("GET")) answer = operate(call.getRequestURI().getPath(), answer);
  } catch (Exception wrong) {
    var malformed = wrong instanceof JsonProcessingException || wrong instanceof IllegalArgumentException;
    status = wrong instanceof Problem problem ? problem.status : malformed ? 400 : 500;
    var about = String.valueOf(wrong.getMessage()).split(":")[0]; // A code, or a field.
    answer = JSON.createObjectNode().put("status", status).put("detail", wrong.getMessage()).put("code", about).put("field", about);
  }
  var bytes = JSON.writeValueAsBytes(answer);
  call.getResponseHeaders().set("Content-Type", "application/json");
  call.sendResponseHeaders(status, bytes.length);
  try (call) { call.getResponseBody().write(bytes); }
}
void main() throws IOException {
  if (KEY.length < 32) throw new IllegalStateException("WORLD_KEY must have at least 32 characters");
  System.setProperty("sun.net.httpserver.nodelay", "true");
  Files.createDirectories(DATA);
  var port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8000"));
  var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0, "/", this::handle);
  server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
  server.start();
}
