package io.github.corsstarter.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.benchmarks.endtoend.EndToEnd.Load;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Combines the rounds that the script ran and the recordings that it made into one file.
 */
public final class CollectRounds {

	private CollectRounds() {
	}

	/**
	 * Combine the files.
	 * @param args the folder with {@code rounds.tsv} and the recordings, the seconds of a
	 * round, and the file to write
	 * @throws IOException if something cannot be read or written
	 */
	public static void main(String... args) throws IOException {
		Path folder = Path.of(args[0]);
		Map<String, Load> loads = new LinkedHashMap<>();
		for (String line : Files.readAllLines(folder.resolve("rounds.tsv"))) {
			// request, filter, requests, seconds, seconds of CPU time
			String[] fields = line.split("\t", -1);
			Load load = loads.get(fields[0] + "-" + fields[1]);
			if (load == null) {
				FilterShare share = FilterShare.of(folder.resolve(fields[0] + "-" + fields[1] + ".jfr"));
				load = new Load(fields[0], fields[1], new ArrayList<>(), new ArrayList<>(), share.samples(),
						share.inFilter());
				loads.put(fields[0] + "-" + fields[1], load);
			}
			double requests = Double.parseDouble(fields[2]);
			load.perSecond().add(requests / Double.parseDouble(fields[3]));
			load.cpuMicros().add(1_000_000 * Double.parseDouble(fields[4]) / requests);
		}
		EndToEnd endToEnd = new EndToEnd(LocalDate.now(ZoneOffset.UTC).toString(),
				System.getProperty("benchmarks.commit", "unknown"), Runtime.getRuntime().availableProcessors(),
				Integer.parseInt(args[1]), List.copyOf(loads.values()));
		JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
		Files.writeString(Path.of(args[2]), mapper.writeValueAsString(endToEnd) + "\n");
	}

}
