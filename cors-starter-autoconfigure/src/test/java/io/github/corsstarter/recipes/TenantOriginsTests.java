package io.github.corsstarter.recipes;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.autoconfigure.CorsServletAutoConfiguration;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import io.github.corsstarter.web.CorsGeneration;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.Reachability;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.scheduling.annotation.EnableScheduling;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipe of docs/changing-rules.md with a real database and many tenants, on a
 * running server.
 */
@Tag("slow")
class TenantOriginsTests {

	private static final int TENANTS = Effort.rounds(10_000);

	@Test
	void tenantsComeAndGoWhileRequestsAreServed() throws Exception {
		try (TestServer server = TestServer.start(Container.TOMCAT, Application.class, "tenants.reload=1h")) {
			CorsPolicies policies = server.bean(CorsPolicies.class);
			TenantReload reload = server.bean(TenantReload.class);
			JdbcClient jdbc = server.bean(JdbcClient.class);
			assertThat(policies.policies().get(0).allowedOrigins()).hasSize(TENANTS);
			assertThat(allowed(server, "https://tenant-7777.example")).isEqualTo("https://tenant-7777.example");
			assertThat(allowed(server, "https://new.example")).isNull();

			insert(jdbc, "https://new.example", "https://typo.example/", "https://*.example", "null");
			AtomicBoolean done = new AtomicBoolean();
			AtomicInteger served = new AtomicInteger();
			ExecutorService executor = Executors.newSingleThreadExecutor();
			try {
				Future<?> requests = executor.submit(() -> {
					while (!done.get()) {
						assertThat(allowed(server, "https://tenant-5.example")).isEqualTo("https://tenant-5.example");
						served.incrementAndGet();
					}
				});
				List<Long> millis = new ArrayList<>();
				List<WeakReference<CorsGeneration>> former = new ArrayList<>();
				for (int i = 0; i < 5; i++) {
					former.add(new WeakReference<>(policies.current()));
					long start = System.nanoTime();
					reload.reload();
					millis.add((System.nanoTime() - start) / 1_000_000);
				}
				done.set(true);
				requests.get(30, TimeUnit.SECONDS);
				System.out.println("tenants = " + TENANTS + ", reloads took " + millis + " ms (the database's part"
						+ " included), requests served meanwhile = " + served);
				assertThat(Reachability.count(former)).as("former generations that can still be reached").isZero();
			}
			finally {
				done.set(true);
				executor.shutdownNow();
			}
			assertThat(policies.generation()).isEqualTo(6);
			assertThat(allowed(server, "https://new.example")).isEqualTo("https://new.example");
			assertThat(allowed(server, "https://any.example")).isNull();
			assertThat(problems(jdbc)).containsExactly("https://typo.example/: an origin does not end with a slash",
					"https://*.example: tenants may only name exact origins",
					"null: tenants may only name exact origins");

			jdbc.sql("UPDATE tenant_origin SET origin = 'https://typo.example' WHERE origin = 'https://typo.example/'")
				.update();
			jdbc.sql("DELETE FROM tenant_origin WHERE origin = 'https://new.example'").update();
			reload.reload();
			assertThat(allowed(server, "https://typo.example")).isEqualTo("https://typo.example");
			assertThat(allowed(server, "https://new.example")).isNull();
			assertThat(problems(jdbc)).hasSize(2);

			jdbc.sql("ALTER TABLE tenant_origin RENAME TO gone").update();
			reload.reload();
			assertThat(policies.generation()).isEqualTo(7);
			assertThat(allowed(server, "https://typo.example")).isEqualTo("https://typo.example");
		}
	}

	private static String allowed(TestServer server, String origin) {
		Response response = server.http().send("GET", "/api/x", "Origin: " + origin);
		return response.header("Access-Control-Allow-Origin");
	}

	private static List<String> problems(JdbcClient jdbc) {
		return jdbc.sql("SELECT origin, problem FROM tenant_origin WHERE problem IS NOT NULL ORDER BY id")
			.query((row, number) -> row.getString("origin") + ": " + row.getString("problem"))
			.list();
	}

	private static void insert(JdbcClient jdbc, String... origins) {
		for (String origin : origins) {
			jdbc.sql("INSERT INTO tenant_origin (origin) VALUES (?)").param(origin).update();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@ImportAutoConfiguration({ CorsAutoConfiguration.class, CorsServletAutoConfiguration.class })
	@Import({ TenantOrigins.class, TenantReload.class })
	static class Application {

		/** The statements are also valid in PostgreSQL. */
		@Bean(destroyMethod = "shutdown")
		EmbeddedDatabase dataSource() {
			EmbeddedDatabase database = new EmbeddedDatabaseBuilder().generateUniqueName(true)
				.setType(EmbeddedDatabaseType.H2)
				.build();
			JdbcClient jdbc = JdbcClient.create(database);
			jdbc.sql("CREATE TABLE tenant_origin (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
					+ " origin VARCHAR(512) NOT NULL UNIQUE, problem VARCHAR(1000))")
				.update();
			for (int i = 0; i < TENANTS; i += 1000) {
				String values = IntStream.range(i, i + 1000)
					.mapToObj((number) -> "('https://tenant-" + number + ".example')")
					.reduce((left, right) -> left + ", " + right)
					.orElseThrow();
				jdbc.sql("INSERT INTO tenant_origin (origin) VALUES " + values).update();
			}
			return database;
		}

		@Bean
		JdbcClient jdbcClient(DataSource dataSource) {
			return JdbcClient.create(dataSource);
		}

		@Bean
		ServletRegistrationBean<HttpServlet> handler() {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) {
					response.setStatus(204);
				}

			}, "/");
		}

	}

}
