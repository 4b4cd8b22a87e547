package io.github.corsstarter.compatibility;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The class path of an application, without the starter.
 *
 * @param version the version of Spring Boot
 * @param stack the server
 * @param kit the libraries in addition to the web starter
 */
record ClassPath(BootVersion version, Stack stack, Kit kit) {

	private static final String POM = """
			<project xmlns="http://maven.apache.org/POM/4.0.0">
			  <modelVersion>4.0.0</modelVersion>
			  <groupId>io.github.corsstarter.compatibility</groupId>
			  <artifactId>%s</artifactId>
			  <version>1</version>
			  <dependencyManagement>
			    <dependencies>%s%s</dependencies>
			  </dependencyManagement>
			  <dependencies>%s
			  </dependencies>
			</project>
			""";

	private static final String EXCLUSIONS = "<exclusions>" + exclusion("spring-boot-starter-tomcat")
			+ exclusion("spring-boot-starter-tomcat-runtime") + "</exclusions>";

	String name() {
		return this.version + "-" + this.stack.rowName() + "-" + this.kit.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The POM of a Maven project with this class path.
	 * @param substitutes artifacts ({@code group:artifact} or
	 * {@code group:artifact:classifier}) and the versions that replace those of Spring
	 * Boot
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
		switch (this.kit) {
			case PLAIN -> {
			}
			case EQUIPPED -> {
				starters.add(dependency("spring-boot-starter-actuator", ""));
				starters.add(dependency("spring-boot-starter-security", ""));
				starters.add(dependency("org.springframework.security", "spring-security-oauth2-resource-server", ""));
				starters.add(dependency("org.springframework.security", "spring-security-oauth2-jose", ""));
			}
			case TESTING -> {
				starters.add(dependency(testStarter(), ""));
				starters.add(dependency("org.junit.platform", "junit-platform-console", ""));
			}
			case CLOUD -> {
				starters.add(dependency("spring-boot-starter-actuator", ""));
				starters.add(dependency(SpringCloud.GROUP, "spring-cloud-starter-config", ""));
			}
			case CONFIG_SERVER -> starters.add(dependency(SpringCloud.GROUP, "spring-cloud-config-server", ""));
		}
		Map<String, String> numbers = new TreeMap<>(substitutes);
		if (this.kit == Kit.CLOUD || this.kit == Kit.CONFIG_SERVER) {
			numbers.putAll(this.version.cloud().managed());
		}
		StringBuilder managed = new StringBuilder();
		numbers.forEach((artifact, number) -> managed.append(managed(artifact.split(":"), number)));
		String boms = this.version.netty().map((netty) -> bom("io.netty", "netty-bom", netty)).orElse("")
				+ bom("org.springframework.boot", "spring-boot-dependencies", this.version.number());
		return POM.formatted(name(), managed, boms, String.join("", starters));
	}

	private static String bom(String group, String artifact, String version) {
		return "<dependency><groupId>" + group + "</groupId><artifactId>" + artifact + "</artifactId><version>"
				+ version + "</version><type>pom</type><scope>import</scope></dependency>";
	}

	private static String managed(String[] artifact, String number) {
		String classifier = (artifact.length > 2) ? "<classifier>" + artifact[2] + "</classifier>" : "";
		return "<dependency><groupId>" + artifact[0] + "</groupId><artifactId>" + artifact[1] + "</artifactId>"
				+ classifier + "<version>" + number + "</version></dependency>";
	}

	private String testStarter() {
		if (this.version.isBefore4()) {
			return "spring-boot-starter-test";
		}
		return this.stack.isReactive() ? "spring-boot-starter-webflux-test" : "spring-boot-starter-webmvc-test";
	}

	private static String dependency(String artifact, String more) {
		return dependency("org.springframework.boot", artifact, more);
	}

	private static String dependency(String group, String artifact, String more) {
		return "<dependency><groupId>" + group + "</groupId><artifactId>" + artifact + "</artifactId>" + more
				+ "</dependency>";
	}

	private static String exclusion(String artifact) {
		return "<exclusion><groupId>org.springframework.boot</groupId><artifactId>" + artifact
				+ "</artifactId></exclusion>";
	}

	/** The class path that replaces modules which are not available. */
	Optional<ClassPath> neighbour() {
		return Optional.ofNullable(this.version.neighbour())
			.map((neighbour) -> new ClassPath(neighbour, this.stack, this.kit));
	}

	@Override
	public String toString() {
		return this.version + " " + this.stack + " with " + this.kit;
	}

	/** The libraries in addition to the web starter. */
	enum Kit {

		PLAIN("nothing"), EQUIPPED("actuator, Security, Micrometer"), TESTING("the test starter"),
		CLOUD("actuator, Spring Cloud Config"), CONFIG_SERVER("Spring Cloud's Config Server");

		private final String title;

		Kit(String title) {
			this.title = title;
		}

		@Override
		public String toString() {
			return this.title;
		}

	}

}
