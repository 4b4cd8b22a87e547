package io.github.corsstarter.neighbors;

import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Spring Data REST, beside rules of Spring MVC, which have no effect on repositories.
 */
@NeighborApplication(with = { "data", "jdbc", "transaction", "persistence" },
		properties = { "spring.data.rest.base-path=/api", "spring.datasource.generate-unique-name=true" })
@Import(DataRest.class)
class DataRestBesideMappings implements WebMvcConfigurer {

	@Override
	public void addCorsMappings(CorsRegistry registry) {
		registry.addMapping("/**").allowedOrigins("https://mvc.example");
	}

}
