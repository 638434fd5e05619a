import com.adobe.testing.s3mock.S3MockApplication;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * S3 on this machine, in a JVM that lives as long as its standard input. Arguments: the buckets, separated by commas. Prints
 * the port of its endpoint. As on real stores a copy takes its time, and credentials may be refused: those for the bucket
 * {@code forbidden} are.
 */
public class S3Service {
    private static final long COPY_MILLIS = 20;

    @Bean
    Filter likeRealStores() {
        return (request, response, next) -> {
            HttpServletRequest asked = (HttpServletRequest) request;
            if (asked.getRequestURI().startsWith("/forbidden")) {
                ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_FORBIDDEN);
                response.setContentType("application/xml");
                response.getWriter()
                        .write("<Error><Code>InvalidAccessKeyId</Code><Message>No such key</Message></Error>");
                return;
            }
            if (asked.getHeader("x-amz-copy-source") != null) {
                try {
                    Thread.sleep(COPY_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            next.doFilter(request, response);
        };
    }

    public static void main(String[] arguments) throws Exception {
        try {
            ServletWebServerApplicationContext context = (ServletWebServerApplicationContext)
                    new SpringApplicationBuilder(S3MockApplication.class, S3Service.class)
                            .bannerMode(Banner.Mode.OFF)
                            .run(
                                    "--server.address=127.0.0.1",
                                    "--server.port=0",
                                    "--http.port=0",
                                    "--server.ssl.enabled=false",
                                    "--logging.level.root=WARN",
                                    "--spring.main.lazy-initialization=true",
                                    "--com.adobe.testing.s3mock.domain.initialBuckets=" + arguments[0]);
            System.out.println("ready " + context.getWebServer().getPort());
            while (System.in.read() >= 0) {}
        } finally {
            // Threads of the service would keep the process alive.
            Runtime.getRuntime().halt(0);
        }
    }
}
