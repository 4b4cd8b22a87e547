package io.github.corsstarter.recipes;

import java.util.ArrayList;
import java.util.List;

import io.github.corsstarter.origin.InvalidOriginPatternException;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicySource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class TenantOrigins implements CorsPolicySource {

	private final JdbcClient jdbc;

	TenantOrigins(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public List<CorsPolicySpecification> load() {
		List<String> origins = new ArrayList<>();
		this.jdbc.sql("SELECT id, origin, problem FROM tenant_origin ORDER BY id").query((row) -> {
			String origin = row.getString("origin");
			String problem = problem(origin);
			if (problem == null) {
				origins.add(origin);
			}
			if (problem != null || row.getString("problem") != null) {
				report(row.getLong("id"), problem);
			}
		});
		return List.of(CorsPolicySpecification.builder("tenants")
			.paths("/api/**")
			.allowedOrigins(origins.isEmpty() ? List.of("none") : origins)
			.allowedMethods("GET", "POST", "PUT")
			.allowedHeaders("authorization", "content-type")
			.build());
	}

	/** A mistake affects only its tenant: the entry is left out and reported. */
	private static String problem(String origin) {
		try {
			boolean exact = OriginPattern.parse(origin).kind() == OriginPattern.Kind.EXACT;
			return exact ? null : "tenants may only name exact origins";
		}
		catch (InvalidOriginPatternException ex) {
			return ex.getMessage();
		}
	}

	private void report(long id, String problem) {
		this.jdbc.sql("UPDATE tenant_origin SET problem = ? WHERE id = ?").params(problem, id).update();
	}

}
