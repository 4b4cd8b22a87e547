package io.github.corsstarter.compatibility;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an application has on its class path beside the starter.
 *
 * @param version the version of Spring Boot
 * @param stack the server
 * @param equipped whether actuator, Spring Security and Micrometer are there too
 */
record ClassPath(BootVersion version, Stack stack, boolean equipped) {

	private static final String POM = """
			<project xmlns="http://maven.apache.org/POM/4.0.0">
			  <modelVersion>4.0.0</modelVersion>
			  <groupId>io.github.corsstarter.compatibility</groupId>
			  <artifactId>%s</artifactId>
			  <version>1</version>
			  <dependencyManagement>
			    <dependencies>%s
			      <dependency>
			        <groupId>org.springframework.boot</groupId>
			        <artifactId>spring-boot-dependencies</artifactId>
			        <version>%s</version>
			        <type>pom</type>
			        <scope>import</scope>
			      </dependency>
			    </dependencies>
			  </dependencyManagement>
			  <dependencies>%s
			  </dependencies>
			</project>
			""";

	private static final String EXCLUSIONS = "<exclusions>" + exclusion("spring-boot-starter-tomcat")
			+ exclusion("spring-boot-starter-tomcat-runtime") + "</exclusions>";

	String name() {
		return this.version + "-" + this.stack.rowName() + (this.equipped ? "-equipped" : "-plain");
	}

	/**
	 * The Maven project whose class path it is.
	 * @param substitutes artifacts ({@code group:artifact} or
	 * {@code group:artifact:classifier}) with other versions than that of Spring Boot has
	 */
	String pom(Map<String, String> substitutes) {
		List<String> starters = new ArrayList<>();
		String servlet = this.version.isBefore4() ? "spring-boot-starter-web" : "spring-boot-starter-webmvc";
		switch (this.stack) {
			case NETTY -> starters.add(dependency("spring-boot-starter-webflux", ""));
			case TOMCAT -> starters.add(dependency(servlet, ""));
			default -> {
				starters.add(dependency(servlet, EXCLUSIONS));
				starters.add(dependency("spring-boot-starter-" + this.stack.rowName(), ""));
			}
		}
		if (this.equipped) {
			starters.add(dependency("spring-boot-starter-actuator", ""));
			starters.add(dependency("spring-boot-starter-security", ""));
		}
		StringBuilder managed = new StringBuilder();
		substitutes.forEach((artifact, number) -> managed.append(managed(artifact.split(":"), number)));
		return POM.formatted(name(), managed, this.version, String.join("", starters));
	}

	private static String managed(String[] artifact, String number) {
		String classifier = (artifact.length > 2) ? "<classifier>" + artifact[2] + "</classifier>" : "";
		return "<dependency><groupId>" + artifact[0] + "</groupId><artifactId>" + artifact[1] + "</artifactId>"
				+ classifier + "<version>" + number + "</version></dependency>";
	}

	private static String dependency(String artifact, String more) {
		return "<dependency><groupId>org.springframework.boot</groupId><artifactId>" + artifact + "</artifactId>" + more
				+ "</dependency>";
	}

	private static String exclusion(String artifact) {
		return "<exclusion><groupId>org.springframework.boot</groupId><artifactId>" + artifact
				+ "</artifactId></exclusion>";
	}

	/** Where what cannot be had comes from. */
	Optional<ClassPath> neighbour() {
		return Optional.ofNullable(this.version.neighbour())
			.map((neighbour) -> new ClassPath(neighbour, this.stack, this.equipped));
	}

	@Override
	public String toString() {
		return this.version + " " + this.stack + (this.equipped ? " with actuator, Security, Micrometer" : "");
	}

}
