import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a service asks before its first work, played: a node of Base Sepolia with code at every address, and a PostgreSQL with the
 * schema of the service's ledger and no rows. Enough for honest first answers without a network; no more than that.
 * One argument, the folder of a packaged service; prints "NODE_PORT DATABASE_PORT" and plays until it is ended.
 */
class PlayedRemotes {
    private static final String CHAIN = "\"0x14a34\"";
    private static final String BLOCK = """
            {"number":"0x1","hash":"0x%1$s","parentHash":"0x%1$s","timestamp":"0x1","transactions":[]}"""
            .formatted("01".repeat(32));
    private static final Pattern METHOD = Pattern.compile("\"method\"\\s*:\\s*\"(\\w+)\"");
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\\d+)");
    private static final Pattern MIGRATION = Pattern.compile("db/migration/V(\\d+)__.*\\.sql");
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int TEXT = 25;
    private static final int BYTEA = 17;

    /** Of the statement that a connection parsed last; each connection has its thread. */
    private static final ThreadLocal<Integer> PARAMETERS = ThreadLocal.withInitial(() -> 0);

    private final String schema;

    private PlayedRemotes(String schema) {
        this.schema = schema;
    }

    public static void main(String[] arguments) throws IOException {
        PlayedRemotes remotes = new PlayedRemotes(schema(Path.of(arguments[0])));
        InetAddress here = InetAddress.getByName("127.0.0.1");
        HttpServer node = HttpServer.create(new InetSocketAddress(here, 0), 0);
        node.createContext("/", PlayedRemotes::answer);
        node.start();
        try (ServerSocket database = new ServerSocket(0, 50, here)) {
            System.out.println(node.getAddress().getPort() + " " + database.getLocalPort());
            while (true) {
                Socket client = database.accept();
                Thread.ofVirtual().start(() -> remotes.serve(client));
            }
        }
    }

    /** The newest migration in the service's ledger; of an executable, in this repository's. */
    private static String schema(Path application) throws IOException {
        Path libraries = application.resolve("lib/main");
        Path sources = Path.of(System.getProperty("migrations", "functions/ledger/src/main/resources"));
        int newest = 0;
        if (Files.isDirectory(libraries)) {
            try (Stream<Path> jars = Files.list(libraries)) {
                for (Path jar : jars.filter(file -> file.toString().contains("verigrad-ledger")).toList()) {
                    try (ZipFile zip = new ZipFile(jar.toFile())) {
                        newest = Math.max(newest, newest(zip.stream().map(ZipEntry::getName)));
                    }
                }
            }
        } else if (Files.isDirectory(sources)) {
            try (Stream<Path> files = Files.walk(sources)) {
                newest = newest(files.map(file -> sources.relativize(file).toString()));
            }
        }
        return Integer.toString(newest);
    }

    private static int newest(Stream<String> names) {
        return names.map(MIGRATION::matcher)
                .filter(Matcher::matches)
                .mapToInt(name -> Integer.parseInt(name.group(1)))
                .max()
                .orElse(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher method = METHOD.matcher(request);
        Matcher id = ID.matcher(request);
        String outcome = switch (method.find() ? method.group(1) : "") {
            case "eth_chainId" -> "\"result\":" + CHAIN;
            case "eth_getCode" -> "\"result\":\"0x6001\"";
            case "eth_blockNumber" -> "\"result\":\"0x1\"";
            case "eth_getBlockByNumber" -> "\"result\":" + BLOCK;
            default -> "\"error\":{\"code\":-32601,\"message\":\"not played\"}";
        };
        byte[] body = ("{\"jsonrpc\":\"2.0\",\"id\":" + (id.find() ? id.group(1) : "null") + "," + outcome + "}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** PostgreSQL's protocol 3, as far as a client goes that reads. */
    private void serve(Socket client) {
        try (client;
                DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
                DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
            while (isEncryptionRequest(in)) {
                out.write('N');
            }
            send(out, 'R', message -> message.writeInt(0));
            send(out, 'S', message -> text(message, "server_version", "18.0"));
            send(out, 'S', message -> text(message, "client_encoding", "UTF8"));
            send(out, 'K', message -> message.writeLong(0));
            ready(out);
            while (true) {
                int type = in.readUnsignedByte();
                byte[] message = in.readNBytes(in.readInt() - 4);
                if (type == 'X') {
                    return;
                }
                reply(out, type, message);
            }
        } catch (EOFException end) {
            // The service has gone.
        } catch (IOException e) {
            System.err.println("database: " + e);
        }
    }

    private static boolean isEncryptionRequest(DataInputStream in) throws IOException {
        int length = in.readInt();
        int code = in.readInt();
        in.skipNBytes(length - 8L);
        return code == SSL_REQUEST || code == GSS_REQUEST;
    }

    private void reply(DataOutputStream out, int type, byte[] message) throws IOException {
        switch (type) {
            case 'Q' -> query(out, new String(message, StandardCharsets.UTF_8));
            case 'P' -> {
                // A client parses and describes in one breath.
                PARAMETERS.set(parameters(new String(message, StandardCharsets.UTF_8)));
                send(out, '1', _ -> {});
            }
            case 'D' -> {
                if (message[0] == 'S') {
                    int count = PARAMETERS.get();
                    // Ids, nearly always; a statement with another parameter fails in the client.
                    send(out, 't', description -> {
                        description.writeShort(count);
                        for (int i = 0; i < count; i++) {
                            description.writeInt(BYTEA);
                        }
                    });
                }
                send(out, 'n', _ -> {});
            }
            case 'B' -> send(out, '2', _ -> {});
            case 'E' -> send(out, 'C', complete -> text(complete, "SELECT 0"));
            case 'C' -> send(out, '3', _ -> {});
            case 'S' -> ready(out);
            default -> {}
        }
    }

    private static int parameters(String statement) {
        return PARAMETER.matcher(statement).results().mapToInt(found -> Integer.parseInt(found.group(1))).max().orElse(0);
    }

    private void query(DataOutputStream out, String sql) throws IOException {
        if (sql.contains("flyway_schema_history")) {
            send(out, 'T', columns -> {
                columns.writeShort(1);
                text(columns, "version");
                columns.writeInt(0);
                columns.writeShort(0);
                columns.writeInt(TEXT);
                columns.writeShort(-1);
                columns.writeInt(-1);
                columns.writeShort(0);
            });
            send(out, 'D', row -> {
                row.writeShort(1);
                row.writeInt(schema.length());
                row.writeBytes(schema);
            });
            send(out, 'C', complete -> text(complete, "SELECT 1"));
        } else {
            send(out, 'C', complete -> text(complete, sql.strip().split("\\W", 2)[0]));
        }
        ready(out);
    }

    private static void ready(DataOutputStream out) throws IOException {
        send(out, 'Z', message -> message.write('I'));
    }

    private interface Writing {
        void into(DataOutputStream message) throws IOException;
    }

    private static void send(DataOutputStream out, char type, Writing content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.into(new DataOutputStream(bytes));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        DataOutputStream framed = new DataOutputStream(whole);
        framed.write(type);
        framed.writeInt(bytes.size() + 4);
        bytes.writeTo(framed);
        out.write(whole.toByteArray());
    }

    private static void text(DataOutputStream message, String... words) throws IOException {
        for (String word : words) {
            message.writeBytes(word);
            message.write(0);
        }
    }
}
