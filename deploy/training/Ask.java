import java.io.IOException;
import java.net.URI;
import java.net.http.*;
import java.time.Duration;

/** Asks until there is an answer or no process: PID, PORT, then METHOD PATH BODY as often as wanted. */
class Ask {
    public static void main(String[] words) throws Exception {
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 2; i < words.length; i += 3) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + words[1] + words[i + 1]))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(30))
                        .method(words[i], words[i + 2].isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(words[i + 2]))
                        .build();
                while (true) {
                    try {
                        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
                        System.out.println(words[i] + ' ' + words[i + 1] + ' ' + status);
                        break;
                    } catch (IOException notYet) {
                        if (ProcessHandle.of(Long.parseLong(words[0])).filter(ProcessHandle::isAlive).isEmpty()) throw notYet;
                        Thread.sleep(100);
                    }
                }
            }
        }
    }
}
