-- For wrk: the method from the environment, and one line for the script that started it.
wrk.method = os.getenv("LOAD_METHOD") or "GET"

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("LOAD\t%d\t%.6f\t%d\n", summary.requests, summary.duration / 1000000,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
