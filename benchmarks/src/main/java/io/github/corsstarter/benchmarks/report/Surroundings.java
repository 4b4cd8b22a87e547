package io.github.corsstarter.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

import org.apache.catalina.util.ServerInfo;

import org.springframework.core.SpringVersion;

/**
 * The machine and the versions of a run.
 *
 * @param date the day of the run
 * @param commit the measured commit
 * @param effort the length of the run
 * @param processor the processor
 * @param cores the number of cores
 * @param system the operating system
 * @param java the virtual machine
 * @param spring the version of Spring 7
 * @param tomcat the version of Tomcat
 * @param loadBefore the load of the machine before the run
 */
record Surroundings(String date, String commit, String effort, String processor, int cores, String system, String java,
		String spring, String tomcat, double loadBefore) {

	static Surroundings now(String effort) {
		return new Surroundings(LocalDate.now(ZoneOffset.UTC).toString(),
				System.getProperty("benchmarks.commit", "unknown"), effort, processorName(),
				Runtime.getRuntime().availableProcessors(),
				System.getProperty("os.name") + " " + System.getProperty("os.version"),
				System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
				String.valueOf(SpringVersion.getVersion()), ServerInfo.getServerNumber(),
				ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
	}

	private static String processorName() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.findFirst()
				.orElse(System.getProperty("os.arch"));
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
	}

}
