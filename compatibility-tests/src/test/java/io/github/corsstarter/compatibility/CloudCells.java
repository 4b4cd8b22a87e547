package io.github.corsstarter.compatibility;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

import io.github.corsstarter.compatibility.application.CloudApplication;
import io.github.corsstarter.compatibility.application.ConfigServer;

/**
 * Starts two instances of an application for each cell, and one Config Server for all
 * cells. One server suffices, because its protocol is the same in every version.
 */
final class CloudCells implements AutoCloseable {

	static final ClassPath SERVER = new ClassPath(BootVersion.V4_1, Stack.TOMCAT, ClassPath.Kit.CONFIG_SERVER);

	private final Path folder;

	private final Path repository;

	private RunningApplication server;

	CloudCells(Path folder) {
		this.folder = folder;
		this.repository = folder.resolve("config-repository");
	}

	/**
	 * Start the server if it does not run yet.
	 */
	synchronized void startServer(Path java, Collection<Path> classPath) throws IOException, InterruptedException {
		if (this.server == null) {
			this.server = RunningApplication.start(java, classPath,
					List.of("-Dcompatibility.repository=file:" + this.repository), ConfigServer.class,
					this.folder.resolve("config-server"));
		}
	}

	void run(Cell cell, Path java, Collection<Path> classPath, Path cellFolder) throws Exception {
		String name = cell.name().replace('.', '-');
		CloudScenario scenario = new CloudScenario(this.repository, name);
		List<String> options = List.of("-Dcompatibility.name=" + name,
				"-Dcompatibility.config-server=http://127.0.0.1:" + this.server.port("config-server"));
		try (RunningApplication first = RunningApplication.start(java, classPath, options, CloudApplication.class,
				cellFolder.resolve("first"));
				RunningApplication second = RunningApplication.start(java, classPath, options, CloudApplication.class,
						cellFolder.resolve("second"))) {
			CompatibilityIT.checkCloudFacts(cell, first);
			CompatibilityIT.checkCloudFacts(cell, second);
			scenario.run(first, second);
			CompatibilityIT.checkLinkage(first.output());
		}
	}

	@Override
	public void close() {
		if (this.server != null) {
			this.server.close();
		}
	}

}
