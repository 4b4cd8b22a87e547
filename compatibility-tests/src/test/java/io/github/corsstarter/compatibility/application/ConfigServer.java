package io.github.corsstarter.compatibility.application;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Spring Cloud's Config Server.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ConfigServer.Enabled.class)
public class ConfigServer {

	/**
	 * Start the server.
	 * @param args the folder for configurations and facts
	 * @throws Exception if it does not start
	 */
	public static void main(String[] args) throws Exception {
		Launcher.run(ConfigServer.class, args[0], "config-server");
	}

	/**
	 * The same as {@code @EnableConfigServer}, but without that annotation, which is not
	 * on the class path of the other applications.
	 */
	static class Enabled implements ImportSelector {

		@Override
		public String[] selectImports(AnnotationMetadata metadata) {
			return new String[] { "org.springframework.cloud.config.server.config.ConfigServerConfiguration" };
		}

	}

}
