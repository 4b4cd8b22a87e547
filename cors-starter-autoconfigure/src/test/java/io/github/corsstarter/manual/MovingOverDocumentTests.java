package io.github.corsstarter.manual;

import java.util.List;

import io.github.corsstarter.applicationrules.GeneratedConfiguration;
import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.autoconfigure.CorsServletAutoConfiguration;
import io.github.corsstarter.test.CorsMigration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The section "Generate" of docs/moving-over.md has the controller of this test, and the
 * configuration that is generated for it.
 */
class MovingOverDocumentTests {

	private static final Document PAGE = Document.of("docs/moving-over.md");

	@Test
	void sectionGenerateHasTheAnswerForItsController() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CorsAutoConfiguration.class, CorsServletAutoConfiguration.class,
					DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
			.withUserConfiguration(OrderController.class)
			.run((context) -> {
				String yaml = CorsMigration.of(context);
				assertThat(PAGE.blocks("yaml").get(0)).isEqualTo(yaml);
				GeneratedConfiguration.load(yaml);
			});
		String source = Document.withoutWhiteSpace(Document.source("manual/MovingOverDocumentTests").text())
			.replace("static", "");
		List<String> blocks = PAGE.blocks("java");
		assertThat(source).contains(Document.withoutWhiteSpace(blocks.get(0)));
	}

	@RestController
	@RequestMapping("/orders")
	@CrossOrigin(origins = "https://shop.example", allowCredentials = "true")
	static class OrderController {

		@GetMapping
		String list() {
			return "[]";
		}

		@GetMapping("/{id}")
		String order() {
			return "{}";
		}

		@PutMapping("/{id}")
		String change() {
			return "{}";
		}

	}

}
