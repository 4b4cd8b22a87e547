package io.github.corsstarter.benchmarks.servlet;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import com.thetransactioncompany.cors.CORSConfiguration;
import com.thetransactioncompany.cors.CORSFilter;
import io.github.corsstarter.benchmarks.scenario.Rules;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import org.apache.catalina.filters.CorsFilter;
import org.eclipse.jetty.ee11.servlets.CrossOriginFilter;

/**
 * The CORS filters of other projects, configured with the same rules.
 */
final class Peers {

	private Peers() {
	}

	static Filter tomcat(Rules rules) throws ServletException {
		CorsFilter filter = new CorsFilter();
		filter.init(new InitParameters(Map.of(CorsFilter.PARAM_CORS_ALLOWED_ORIGINS, list(rules.single().origins()),
				CorsFilter.PARAM_CORS_ALLOWED_METHODS, list(Rules.METHODS), CorsFilter.PARAM_CORS_ALLOWED_HEADERS,
				list(Rules.HEADERS), CorsFilter.PARAM_CORS_EXPOSED_HEADERS, list(Rules.EXPOSED),
				CorsFilter.PARAM_CORS_SUPPORT_CREDENTIALS, "true", CorsFilter.PARAM_CORS_PREFLIGHT_MAXAGE,
				Integer.toString(Rules.MAX_AGE))));
		return filter;
	}

	/** Jetty recommends its CrossOriginHandler instead, but that is not a filter. */
	@SuppressWarnings("removal")
	static Filter jetty(Rules rules) throws ServletException {
		CrossOriginFilter filter = new CrossOriginFilter();
		Stream<String> patterns = rules.single().parents().stream().map((parent) -> "https://*." + parent);
		List<String> origins = Stream.concat(rules.single().origins().stream(), patterns).toList();
		filter.init(new InitParameters(Map.of(CrossOriginFilter.ALLOWED_ORIGINS_PARAM, list(origins),
				CrossOriginFilter.ALLOWED_TIMING_ORIGINS_PARAM, "", CrossOriginFilter.ALLOWED_METHODS_PARAM,
				list(Rules.METHODS), CrossOriginFilter.ALLOWED_HEADERS_PARAM, list(Rules.HEADERS),
				CrossOriginFilter.EXPOSED_HEADERS_PARAM, list(Rules.EXPOSED), CrossOriginFilter.ALLOW_CREDENTIALS_PARAM,
				"true", CrossOriginFilter.PREFLIGHT_MAX_AGE_PARAM, Integer.toString(Rules.MAX_AGE),
				CrossOriginFilter.CHAIN_PREFLIGHT_PARAM, "false")));
		return filter;
	}

	/**
	 * This filter can only allow the subdomains of all listed origins, together with
	 * those origins.
	 */
	static Filter corsFilter(Rules rules) throws Exception {
		Stream<String> parents = rules.single().parents().stream().map((parent) -> "https://" + parent);
		Properties properties = new Properties();
		properties.setProperty("cors.allowOrigin",
				list(Stream.concat(rules.single().origins().stream(), parents).toList()));
		properties.setProperty("cors.allowSubdomains", Boolean.toString(!rules.single().parents().isEmpty()));
		properties.setProperty("cors.supportedMethods", list(Rules.METHODS));
		properties.setProperty("cors.supportedHeaders", list(Rules.HEADERS));
		properties.setProperty("cors.exposedHeaders", list(Rules.EXPOSED));
		properties.setProperty("cors.supportsCredentials", "true");
		properties.setProperty("cors.maxAge", Integer.toString(Rules.MAX_AGE));
		return new CORSFilter(new CORSConfiguration(properties));
	}

	private static String list(List<String> values) {
		return String.join(",", values);
	}

}
