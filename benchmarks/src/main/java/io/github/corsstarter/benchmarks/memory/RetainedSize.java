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
 * What the rules in force hold of the heap for each origin, by Java Object Layout: the
 * objects reachable from them with 100,000 origins, less those with one. The source of
 * the policies makes them anew each time it is asked, so that nothing is counted that an
 * application's own source holds.
 */
public final class RetainedSize {

	private static final int ORIGINS = 100_000;

	private RetainedSize() {
	}

	/**
	 * Measure.
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

	/** The list that the strings are measured in. */
	private static double reference() {
		return perOrigin(new Object[1], new Object[ORIGINS]);
	}

	private static double perOrigin(Object one, Object many) {
		return (double) (GraphLayout.parseInstance(many).totalSize() - GraphLayout.parseInstance(one).totalSize())
				/ (ORIGINS - 1);
	}

}
