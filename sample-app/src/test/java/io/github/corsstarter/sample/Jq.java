package io.github.corsstarter.sample;

import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of {@code jq} that the documents use, so that their commands run without
 * {@code jq}: {@code jq} alone, which indents JSON, and {@code jq '{reason, fix}'}, which
 * also selects these members in this order.
 * <p>
 * This class is stricter than {@code jq}. For a missing member, {@code jq} prints
 * {@code null}, which a document must not show, so this class fails.
 *
 * @param members the members to select, or an empty list for all members
 */
record Jq(List<String> members) {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	/**
	 * Read the arguments of the command.
	 * @param arguments the arguments, which are empty or one selection
	 */
	static Jq of(List<String> arguments) {
		if (arguments.isEmpty()) {
			return new Jq(List.of());
		}
		String selection = arguments.get(0);
		if (arguments.size() > 1 || !selection.matches("\\{[a-zA-Z]+(, [a-zA-Z]+)*}")) {
			throw new IllegalArgumentException("Only a selection such as '{reason, fix}' is supported: " + arguments);
		}
		return new Jq(Stream.of(selection.substring(1, selection.length() - 1).split(", ")).toList());
	}

	/**
	 * Indent JSON without selecting anything. Both sides of a comparison get the same
	 * indentation, which may differ from that of {@code jq}.
	 */
	static List<String> indent(String json) {
		return MAPPER.readTree(json).toPrettyString().lines().toList();
	}

	/**
	 * Run the command.
	 * @param json the input
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
