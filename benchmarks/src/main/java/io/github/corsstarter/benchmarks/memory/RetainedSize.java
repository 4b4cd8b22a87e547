package io.github.corsstarter.benchmarks.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.github.corsstarter.benchmarks.scenario.Policies;
import io.github.corsstarter.benchmarks.scenario.Rules;
import io.github.corsstarter.benchmarks.servlet.SpringFilterFactory;
import io.github.corsstarter.web.CorsPolicies;
import org.openjdk.jol.info.GraphLayout;

/**
 * Measures with Java Object Layout how much heap the policies in force occupy for each
 * origin: the size of the objects that are reachable from them with 100,000 origins,
 * minus the size with one. The policy source creates new policies on each call, so
 * objects that an application's source keeps are not counted.
 */
public final class RetainedSize {

	private static final int ORIGINS = 100_000;

	private RetainedSize() {
	}

	/**
	 * Measure the size.
	 * @param args the file to write
	 * @throws IOException if it cannot be written
	 */
	public static void main(String... args) throws IOException {
		double string = perOrigin(List.copyOf(Rules.origins(1).single().origins()),
				List.copyOf(Rules.origins(ORIGINS).single().origins())) - reference();
		double ours = perOrigin(policies(1), policies(ORIGINS));
		double spring = perOrigin(SpringFilterFactory.configuration(Rules.origins(1).single()),
				SpringFilterFactory.configuration(Rules.origins(ORIGINS).single()));
		String json = String.format(Locale.ROOT, """
				{
				  "origins" : %d,
				  "string" : %.1f,
				  "starter" : %.1f,
				  "spring-7" : %.1f,
				  "beyond" : %.1f
				}
				""", ORIGINS, string, ours, spring, ours - string);
		Path file = Path.of(args[0]).toAbsolutePath();
		Files.createDirectories(Objects.requireNonNull(file.getParent()));
		Files.writeString(file, json);
		System.out.print(json);
		if (args.length > 1) {
			System.out.println(GraphLayout.parseInstance(policies(ORIGINS)).toFootprint());
		}
	}

	private static CorsPolicies policies(int origins) {
		return new CorsPolicies(List.of(() -> Policies.of(Rules.origins(origins))), false);
	}

	/** Holds the strings whose size is measured. */
	private static double reference() {
		return perOrigin(new Object[1], new Object[ORIGINS]);
	}

	private static double perOrigin(Object one, Object many) {
		return (double) (GraphLayout.parseInstance(many).totalSize() - GraphLayout.parseInstance(one).totalSize())
				/ (ORIGINS - 1);
	}

}
