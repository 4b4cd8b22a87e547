package io.github.corsstarter.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A coffee roaster's API that many pages call: any public page, pages of partners, the
 * shop's front ends, and front ends that are still under development.
 * {@code application.yml} says which pages may call what. The code has no CORS
 * configuration.
 */
@SpringBootApplication
public class SampleApplication {

	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
