package io.github.corsstarter.sample;

import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of {@code jq} that the documents use, so that their commands run without it:
 * {@code jq} alone, which indents JSON, and {@code jq '{reason, fix}'}, which also keeps
 * these members only, in this order.
 * <p>
 * Stricter than {@code jq}, which prints {@code null} for a member that the answer does
 * not have: a document must not show that.
 *
 * @param members the members to keep, all of them if the list is empty
 */
record Jq(List<String> members) {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	/**
	 * Read the arguments of the command.
	 * @param arguments none, or one selection
	 */
	static Jq of(List<String> arguments) {
		if (arguments.isEmpty()) {
			return new Jq(List.of());
		}
		String selection = arguments.get(0);
		if (arguments.size() > 1 || !selection.matches("\\{[a-zA-Z]+(, [a-zA-Z]+)*}")) {
			throw new IllegalArgumentException("Only a selection such as '{reason, fix}' is run: " + arguments);
		}
		return new Jq(Stream.of(selection.substring(1, selection.length() - 1).split(", ")).toList());
	}

	/**
	 * Indent JSON without selecting anything. Both sides of a comparison are indented the
	 * same way, which need not be the way of {@code jq}.
	 */
	static List<String> indent(String json) {
		return MAPPER.readTree(json).toPrettyString().lines().toList();
	}

	/**
	 * What the command prints.
	 * @param json what is piped into it
	 */
	List<String> run(String json) {
		return indent(this.members.isEmpty() ? json : select(json));
	}

	private String select(String json) {
		JsonNode all = MAPPER.readTree(json);
		ObjectNode selected = MAPPER.createObjectNode();
		for (String member : this.members) {
			if (!all.has(member)) {
				throw new IllegalArgumentException("There is no '" + member + "' in " + json);
			}
			selected.set(member, all.get(member));
		}
		return selected.toString();
	}

}
