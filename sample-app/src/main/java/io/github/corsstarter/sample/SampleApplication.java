package io.github.corsstarter.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A coffee roaster's API that is called from many pages: everybody's, the partners', the
 * shop's own and those that are still being built. Who may call what stands in
 * {@code application.yml}; the code knows nothing of it.
 */
@SpringBootApplication
public class SampleApplication {

	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
