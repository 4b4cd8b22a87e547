package io.github.corsstarter.applicationrules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.applicationrules.ExistingRules.Scope;
import io.github.corsstarter.applicationrules.RoutePredicates.Requests;

/**
 * The routes of a {@code RouterFunction} of either stack, which tells a visitor about
 * them. Not safe for use by many threads.
 */
final class Routes {

	/** The text of the function that {@code RouterFunctions.resources} creates. */
	private static final Pattern RESOURCES = Pattern.compile("(/\\S*) -> .*");

	private static final Requests ALL = new Requests(null, Set.of(), false);

	private final Set<Requests> all = new LinkedHashSet<>();

	private final Deque<List<Requests>> around = new ArrayDeque<>(List.of(List.of(ALL)));

	private boolean unknown;

	/** Enter routes that are nested. */
	void start(List<Requests> predicate) {
		this.around.addLast(within(predicate));
	}

	/** Leave routes that are nested. */
	void end() {
		this.around.removeLast();
	}

	void add(List<Requests> predicate) {
		for (Requests requests : within(predicate)) {
			this.unknown |= requests.isUnknown();
			if (!requests.isUnknown()) {
				this.all.add(requests);
			}
		}
	}

	/**
	 * Add static resources.
	 * @param lookup the function that finds them
	 */
	void addResources(Object lookup) {
		Matcher matcher = RESOURCES.matcher(lookup.toString());
		add(List.of(new Requests(matcher.matches() ? matcher.group(1) : null, Set.of("GET", "HEAD", "OPTIONS"), true)));
	}

	/** Note that there are routes that cannot be read. */
	void addUnknown() {
		this.unknown = true;
	}

	private List<Requests> within(List<Requests> predicate) {
		List<Requests> within = new ArrayList<>();
		this.around.getLast().forEach((outer) -> predicate.forEach((inner) -> within.add(outer.nest(inner))));
		return within;
	}

	/**
	 * Add the routes as handlers.
	 * @param mapping the handler mapping
	 * @param path completes a path
	 * @param rules where to add what a person should know
	 */
	void addTo(HandlerMappingRules mapping, UnaryOperator<String> path, ExistingRules rules) {
		for (Requests requests : this.all) {
			Scope scope = requests.conditional() ? Scope.SOME_OF_METHODS
					: requests.methods().isEmpty() ? Scope.ALL_OF_PATH : Scope.ALL_OF_METHODS;
			mapping.add("", path.apply(requests.path()), requests.methods(), null, scope);
		}
		if (this.unknown) {
			mapping.addUnknownHandlers();
			rules.remarks()
				.add("Unknown: the paths of some RouterFunctions. Policies also apply to their handlers, although"
						+ " @CrossOrigin of other handlers does not.");
		}
	}

}
