package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.corsstarter.applicationrules.ExistingRules.FilterChainRules;
import io.github.corsstarter.applicationrules.ExistingRules.FilterRules;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import io.github.corsstarter.applicationrules.PreflightFilters.ReadFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.server.WebFilter;

/**
 * Collects the rules of the filters of a reactive application.
 */
final class ReactiveExistingRules {

	private static final String SECURITY = "org.springframework.security.web.server.SecurityWebFilterChain";

	private final ConfigurableListableBeanFactory beanFactory;

	private final ExistingRules rules;

	private final ReactiveSourceReader reader;

	ReactiveExistingRules(ConfigurableListableBeanFactory beanFactory, ExistingRules rules) {
		this.beanFactory = beanFactory;
		this.rules = rules;
		this.reader = new ReactiveSourceReader(beanFactory);
	}

	void addFilters() {
		boolean security = ClassUtils.isPresent(SECURITY, this.beanFactory.getBeanClassLoader());
		InstantiatedBeans<WebFilter> beans = new InstantiatedBeans<>(this.beanFactory, WebFilter.class);
		Map<String, WebFilter> instances = beans.instances();
		// To order the filters, Spring would create those that do not exist yet.
		Collection<WebFilter> ordered = (instances.size() == beans.names().size())
				? this.beanFactory.getBeanProvider(WebFilter.class).orderedStream().toList() : instances.values();
		List<ReadFilter> read = new ArrayList<>();
		boolean chains = false;
		List<Object> used = new ArrayList<>();
		for (WebFilter filter : ordered) {
			String name = name(instances, filter);
			if (filter instanceof CorsWebFilter cors) {
				Object source = PrivateFields.read(CorsWebFilter.class, CorsConfigurationSource.class, cors);
				if (source != null) {
					used.add(source);
				}
				String label = "CorsWebFilter '" + name + "'";
				read.add(new ReadFilter(label, everywhere(this.reader.read(label, cors)), false));
				continue;
			}
			if (PreflightFilters.contain(filter)) {
				String label = "PreFlightRequestWebFilter '" + name + "'";
				List<UrlRule> own = PreflightFilters.read(label, filter);
				read.add(new ReadFilter(label, everywhere(own), own == null));
				continue;
			}
			FilterRules rulesOfChains = security
					? new ReactiveSecurityRules(this.beanFactory, this.rules, this.reader).chains(filter) : null;
			if (rulesOfChains != null) {
				chains = true;
				read.add(new ReadFilter("Spring Security", rulesOfChains, false));
				continue;
			}
			String type = filter.getClass().getName();
			if (!OwnFilters.contain(type) && !type.startsWith("org.springframework.")
					&& ClassUtils.getShortName(filter.getClass()).toLowerCase(Locale.ROOT).contains("cors")) {
				this.rules.remarks()
					.add("Unknown: the filter '" + name + "' (" + MigrationYaml.shown(type.split("\\$\\$", 2)[0])
							+ ") may send CORS headers. Write its rules by hand, and remove it after you enforce them.");
			}
		}
		this.rules.filters().addAll(PreflightFilters.resolve(read));
		if (!chains) {
			new InstantiatedBeans<>(this.beanFactory, CorsConfigurationSource.class).instances()
				.forEach((name, source) -> {
					if (used.stream().noneMatch((other) -> other == source) && !isHandler(source)) {
						this.rules.remarks()
							.add("Left out: CorsConfigurationSource '" + name
									+ "' has no effect, because no filter uses it.");
					}
				});
		}
	}

	private static FilterRules everywhere(@Nullable List<UrlRule> rules) {
		return new FilterRules(List.of(new FilterChainRules(List.of("/**"), rules)));
	}

	/** A handler for WebSocket can be a source for its own path. */
	private static boolean isHandler(Object source) {
		return ClassUtils.getAllInterfacesAsSet(source)
			.stream()
			.anyMatch((type) -> type.getName().equals("org.springframework.web.reactive.socket.WebSocketHandler"));
	}

	private static String name(Map<String, WebFilter> instances, WebFilter filter) {
		return instances.entrySet()
			.stream()
			.filter((bean) -> bean.getValue() == filter)
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse(filter.getClass().getSimpleName());
	}

}
