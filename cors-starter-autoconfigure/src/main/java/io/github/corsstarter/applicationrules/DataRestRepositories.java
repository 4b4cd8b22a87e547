package io.github.corsstarter.applicationrules;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.support.Repositories;
import org.springframework.data.rest.core.config.RepositoryRestConfiguration;
import org.springframework.data.rest.core.mapping.ResourceMappings;
import org.springframework.data.rest.core.mapping.ResourceMetadata;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * The repositories that Spring Data REST exports, with their paths. Needs Spring Data
 * REST.
 */
final class DataRestRepositories {

	/**
	 * The methods of {@code @CrossOrigin} on a repository, if it has none. On a
	 * controller, the default is different.
	 */
	static final Set<RequestMethod> DEFAULT_METHODS = EnumSet.complementOf(EnumSet.of(RequestMethod.TRACE));

	private final ConfigurableListableBeanFactory beanFactory;

	private final String dispatcherPath;

	/**
	 * Create a view of the repositories.
	 * @param beanFactory the beans of the application
	 * @param dispatcherPath the path that precedes the paths of the handler mappings, or
	 * an empty string
	 */
	DataRestRepositories(ConfigurableListableBeanFactory beanFactory, String dispatcherPath) {
		this.beanFactory = beanFactory;
		this.dispatcherPath = dispatcherPath;
	}

	/** The path that precedes the paths of the repositories, or an empty string. */
	String basePath() {
		RepositoryRestConfiguration configuration = bean(RepositoryRestConfiguration.class);
		URI path = (configuration != null) ? configuration.getBasePath() : null;
		return this.dispatcherPath + ((path != null) ? UrlPath.normalize(path.toString()) : "");
	}

	/** All repositories with a path, in the order of their paths. */
	List<Repository> all() {
		ResourceMappings mappings = bean(ResourceMappings.class);
		Repositories repositories = bean(Repositories.class);
		if (mappings == null || repositories == null) {
			return List.of();
		}
		List<Repository> all = new ArrayList<>();
		String basePath = basePath();
		for (ResourceMetadata metadata : mappings) {
			Optional<RepositoryInformation> found = repositories.getRepositoryInformationFor(metadata.getDomainType());
			if (metadata.isExported() && found.isPresent()) {
				all.add(new Repository(basePath + UrlPath.normalize(metadata.getPath().toString()),
						found.get().getRepositoryInterface()));
			}
		}
		all.sort((repository, other) -> repository.path().compareTo(other.path()));
		return all;
	}

	private <T> @Nullable T bean(Class<T> type) {
		return new InstantiatedBeans<>(this.beanFactory, type).instances().values().stream().findFirst().orElse(null);
	}

	/**
	 * A repository.
	 *
	 * @param path the path of its collection
	 * @param type its interface
	 */
	record Repository(String path, Class<?> type) {

		/** The pattern for all its paths. */
		String pattern() {
			return this.path + "/**";
		}

	}

}
