/*
 * Shows the rules in force and the results of requests, both as the endpoint corscheck predicts them and as this
 * browser makes them. Inserts data from the server as text, never as markup, because clients choose origins and paths.
 */

const REFRESH_MILLIS = 5000;
const TIMEOUT_MILLIS = 10000;
// The same server under its other name, which is another origin for a browser.
const API = `${location.protocol}//${location.hostname === "localhost" ? "127.0.0.1" : "localhost"}${
	location.port && `:${location.port}`}`;

const EXAMPLES = [
	{ id: "allowed", label: "Allowed", path: "/api/drafts/1" },
	{ id: "preflight", label: "With a preflight", path: "/api/drafts/2", method: "PUT", headers: "content-type" },
	{ id: "public", label: "Public data", path: "/api/catalogue/coffees", headers: "authorization" },
	{ id: "origin", label: "Origin not listed", path: "/api/partners/orders/1" },
	{ id: "method", label: "Method not allowed", path: "/api/estimates/1", method: "PUT" },
	{ id: "header", label: "Header not allowed", path: "/api/estimates/1", headers: "authorization" },
	{ id: "credentials", label: "Cookies not allowed", path: "/api/drafts/1", credentials: true },
	{ id: "uncovered", label: "No policy", path: "/status" },
];

// The values of headers that "Try it" sends. With these values, accept and range need no
// preflight.
const VALUES = { "content-type": "application/json", "authorization": "Bearer a-token", "accept": "*/*", "range": "bytes=0-99" };

const $ = (id) => document.getElementById(id);

function element(name, content, attributes = {}) {
	const node = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) {
		node.setAttribute(key, value);
	}
	node.append(...[content].flat().filter((part) => part !== null && part !== undefined));
	return node;
}

function code(text) {
	return element("code", text);
}

async function actuator(path) {
	const response = await fetch(`actuator/${path}`, {
		headers: { accept: "application/json" },
		cache: "no-store",
		signal: AbortSignal.timeout(TIMEOUT_MILLIS),
	});
	const json = /json/.test(response.headers.get("content-type")) ? await response.json() : {};
	if (!response.ok) {
		throw new Error(json.message ?? `The endpoint answers ${response.status}. Is the endpoint exposed `
			+ "(management.endpoints.web.exposure.include), and can it be read without a login?");
	}
	return json;
}

/* The question */

function readQuestion() {
	return {
		path: $("path").value.trim(),
		origin: $("origin").value.trim(),
		method: $("method").value.trim(),
		headers: $("headers").value.trim(),
		credentials: $("credentials").checked,
	};
}

function writeQuestion(question) {
	$("path").value = question.path;
	$("origin").value = question.origin ?? location.origin;
	$("method").value = question.method ?? "GET";
	$("headers").value = question.headers ?? "";
	$("credentials").checked = question.credentials ?? false;
}

function headerNames(question) {
	return question.headers.split(",").map((name) => name.trim()).filter((name) => name !== "");
}

/* Prediction */

function predict(question) {
	return actuator(`corscheck?${new URLSearchParams(question)}`);
}

function verdict(allowed, yes, no) {
	return element("p", element("span", allowed ? `✓ ${yes}` : `✗ ${no}`, { class: `verdict ${allowed ? "yes" : "no"}` }));
}

function messages(title, headers, none) {
	const entries = Object.entries(headers);
	const list = element("dl", entries.map(([name, value]) =>
		element("div", [element("dt", name), element("dd", value)])), { class: "messages" });
	return [element("h4", title), entries.length > 0 ? list : element("p", none, { class: "empty" })];
}

function showPrediction(check) {
	// The last sentence of the explanation is the place of the property. It is easier to see on a separate line.
	const see = ` See ${check.property}, `;
	const end = check.property ? check.explanation.lastIndexOf(see) : -1;
	const place = end !== -1 ? check.explanation.slice(end + see.length).replace(/\.$/, "") : null;
	const body = [
		verdict(check.allowed, "The page may read the response", "The page may not read the response"),
		element("p", ["Reason: ", element("code", check.reason, { id: "prediction-reason" }),
			check.policy ? ", by policy " : "", check.policy ? code(check.policy) : "",
			check.pathPattern ? " for " : "", check.pathPattern ? code(check.pathPattern) : ""]),
		element("p", end !== -1 ? check.explanation.slice(0, end) : check.explanation),
	];
	if (check.fix || place) {
		body.push(element("p", [
			element("strong", check.fix ? "To allow it" : "The line that decides"),
			check.fix ? element("span", check.fix, { id: "prediction-fix" }) : null,
			place ? element("span", [code(check.property), " at ", place], { id: "prediction-place" }) : null,
		], { class: "fix" }));
	}
	body.push(element("p", check.preflight ? "The browser sends a preflight first." : "The browser sends no preflight."));
	if (check.preflightResponse) {
		body.push(...messages(`Response to the preflight: ${check.preflightResponse.status}`,
			check.preflightResponse.headers, "No headers."));
	}
	if (check.actualResponse) {
		const status = check.actualResponse.status;
		body.push(...messages(status ? `Response: ${status}` : "Headers that the starter adds to the response",
			check.actualResponse.headers, "No CORS headers."));
	}
	show("prediction", body, check.allowed);
}

/* Reality */

async function tryIt(question) {
	const headers = headerNames(question).map((name) => [name, VALUES[name.toLowerCase()] ?? "1"]);
	const withBody = !/^(GET|HEAD)$/i.test(question.method)
		&& headers.some(([name]) => name.toLowerCase() === "content-type");
	const start = performance.now();
	try {
		const response = await fetch(API + question.path, {
			method: question.method,
			headers,
			body: withBody ? JSON.stringify({ text: "Written by the page that tries requests." }) : undefined,
			credentials: question.credentials ? "include" : "omit",
			cache: "no-store",
			signal: AbortSignal.timeout(TIMEOUT_MILLIS),
		});
		return { allowed: true, status: response.status, headers: Object.fromEntries(response.headers),
			text: (await response.text()).slice(0, 300), millis: performance.now() - start };
	}
	catch (error) {
		return { allowed: false, error: `${error.name}: ${error.message}`, timeout: error.name === "TimeoutError",
			millis: performance.now() - start };
	}
}

function showReality(outcome) {
	const body = [verdict(outcome.allowed, "The page read the response", "The page could not read the response")];
	const time = `${Math.round(outcome.millis)} ms`;
	if (outcome.allowed) {
		body.push(element("p", ["Status ", element("code", outcome.status, { id: "reality-status" }), `, after ${time}`]),
			...messages("Headers that the script may read", outcome.headers, "None."),
			element("h4", "Body"), element("p", code(outcome.text || "(empty)")));
	}
	else {
		body.push(element("p", [element("code", outcome.error, { id: "reality-error" }), `, after ${time}`]),
			element("p", "Browsers do not tell a script more than this, so that it learns nothing about the other site. The"
				+ " console of the developer tools names the missing header. The prediction names the policy."));
	}
	show("reality", body, outcome.allowed);
}

function show(side, body, allowed) {
	$(`${side}-body`).replaceChildren(...body);
	if (allowed === undefined) {
		delete $(side).dataset.allowed;
	}
	else {
		$(side).dataset.allowed = allowed;
	}
}

function announce(text, agree) {
	$("agreement").textContent = text;
	if (agree === undefined) {
		delete $("agreement").dataset.agree;
	}
	else {
		$("agreement").dataset.agree = agree;
	}
}

/* Only the latest question may show its answer. */
let asked = 0;

async function ask(reallyTry) {
	if (!$("question").reportValidity()) {
		return;
	}
	const moved = reallyTry && $("origin").value.trim() !== location.origin;
	if (moved) {
		$("origin").value = location.origin;
	}
	const question = readQuestion();
	const number = ++asked;
	announce(reallyTry ? "Predicting and trying…" : "Predicting…");
	show("reality", [element("p", reallyTry ? "Sending…" : "Not tried.", { class: "empty" })]);
	const [check, outcome] = await Promise.all([
		predict(question).catch((error) => error),
		reallyTry ? tryIt(question) : null,
	]);
	if (number !== asked) {
		return;
	}
	if (check instanceof Error) {
		show("prediction", [element("p", check.message, { class: "notice" })]);
	}
	else {
		showPrediction(check);
	}
	if (outcome) {
		showReality(outcome);
	}
	announceResult(check, outcome, moved);
	if (outcome) {
		await refresh();
	}
}

function announceResult(check, outcome, moved) {
	if (check instanceof Error) {
		announce("There is no prediction.");
	}
	else if (!outcome) {
		announce(check.allowed ? "Predicted: the page may read the response." : `Predicted: not allowed, ${check.reason}.`);
	}
	else if (outcome.timeout) {
		announce("The server did not answer in time, so there is nothing to compare.");
	}
	else {
		const agree = check.allowed === outcome.allowed;
		announce((agree ? `Prediction and reality agree: ${check.allowed ? "allowed" : `not allowed, ${check.reason}`}.`
			: "Prediction and reality differ. Was the request redirected, or was the server unreachable?")
			+ (moved ? " (The origin was changed to that of this page, because a browser sends no other.)" : ""), agree);
	}
}

/* The rules in force, and rejections */

function list(values, total) {
	const items = values.map((value) => element("li", code(value)));
	if (total) {
		items.push(element("li", `and ${total - values.length} more`));
	}
	return values.length > 0 ? element("ul", items, { role: "list" }) : "none";
}

function row(head, cells, table) {
	const labels = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent);
	return element("tr", [
		head ? element("th", head, { scope: "row", role: "rowheader" }) : null,
		...cells.map((content, index) =>
			// One child, so that the label and the content are two columns on a phone.
			element("td", element("div", content), { role: "cell", "data-label": labels[index + (head ? 1 : 0)] })),
	], { role: "row" });
}

function duration(iso) {
	const match = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(iso);
	if (!match) {
		return iso;
	}
	const parts = ["h", "min", "s"].map((unit, index) => match[index + 1] > 0 ? `${match[index + 1]} ${unit}` : "");
	return parts.filter((part) => part !== "").join(" ") || "0 s";
}

function showRules(cors) {
	const policies = Object.entries(cors.policies);
	$("rules-status").textContent = `${policies.length} policies, generation ${cors.generation}. `
		+ "The policy with the most specific matching path decides. The order does not matter.";
	$("rules-body").replaceChildren(...policies.map(([name, policy]) => row(
		[element("strong", name), list(policy.paths, policy.pathsTotal),
			element("span", policy.source ?? "", { class: "source" })],
		[list(policy.allowedOrigins, policy.allowedOriginsTotal), list(policy.allowedMethods, policy.allowedMethodsTotal),
			list(policy.allowedHeaders, policy.allowedHeadersTotal),
			list(policy.exposedHeaders, policy.exposedHeadersTotal), policy.allowCredentials ? "yes" : "no",
			duration(policy.maxAge), policy.onDisallowed], $("rules"))));
	$("remarks").replaceChildren(
		...remarks("Warnings", cors.warnings, (warning) =>
			[warning.property ? code(warning.property) : "", ` ${warning.message}`,
				warning.property && warning.source ? ` (${warning.source})` : ""]),
		...remarks("Other CORS rules of the application", cors.applicationRules, (rule) =>
			[code(rule.source), ` on ${rule.paths.join(", ")}`, ruleSettings(rule),
				rule.shadowedBy ? `: the policy ${rule.shadowedBy} decides instead` : "",
				rule.beyond ? `: ${rule.beyond}` : ""]));
}

/* What another rule allows. A setting that is unknown or not set is left out. */
function ruleSettings(rule) {
	const values = (key) => rule[key]?.join(", ");
	const settings = [["origins", values("allowedOrigins")], ["origin patterns", values("allowedOriginPatterns")],
		["methods", values("allowedMethods")], ["request headers", values("allowedHeaders")],
		["exposed headers", values("exposedHeaders")], ["credentials", rule.allowCredentials ? "yes" : undefined],
		["max-age", rule.maxAge === null || rule.maxAge === undefined ? undefined : `${rule.maxAge} s`]]
		.filter(([, value]) => value !== undefined).map(([name, value]) => `${name}: ${value === "" ? "none" : value}`);
	return settings.length > 0 ? ` (${settings.join("; ")})` : "";
}

function remarks(title, entries, content) {
	return entries.length > 0
		? [element("h3", title), element("ul", entries.map((entry) => element("li", content(entry))))] : [];
}

/* The data on the page. Tables are drawn again only if it has changed, so that the keyboard focus stays. */
let shown = {};

function showRejections(rejections) {
	$("rejections").hidden = rejections.length === 0;
	const total = rejections.reduce((sum, rejection) => sum + rejection.count, 0);
	$("rejections-status").textContent = rejections.length === 0 ? "None yet. Try one of the examples above."
		: `${total} ${total === 1 ? "request" : "requests"} rejected, the most recent first.`;
	const focused = document.activeElement?.dataset?.rejection;
	$("rejections-body").replaceChildren(...rejections.map((rejection) => {
		const key = [rejection.policy, rejection.reason, rejection.origin, rejection.header ?? "", rejection.path].join(" ");
		const button = element("button", "Ask", { type: "button", "data-rejection": key,
			"aria-label": `Ask about ${rejection.method} ${rejection.path} from ${rejection.origin}` });
		button.addEventListener("click", () => {
			writeQuestion({ path: rejection.path, origin: rejection.origin, method: rejection.method,
				headers: rejection.header });
			$("ask").focus();
			ask(false);
		});
		return row(null, [
			element("time", new Date(rejection.lastSeen).toLocaleTimeString(), { datetime: rejection.lastSeen }),
			String(rejection.count), code(rejection.origin), code(`${rejection.method} ${rejection.path}`),
			code(rejection.policy), rejection.header ? [`${rejection.reason}: `, code(rejection.header)] : rejection.reason,
			rejection.fix ?? "no safe fix, or no longer needed", button,
		], $("rejections"));
	}));
	if (focused) {
		[...$("rejections-body").querySelectorAll("button")].find((button) => button.dataset.rejection === focused)
			?.focus({ preventScroll: true });
	}
}

async function refresh() {
	try {
		const { rejections, ...rules } = await actuator("cors");
		for (const [key, value, render] of [["rules", rules, showRules], ["rejections", rejections, showRejections]]) {
			const text = JSON.stringify(value);
			if (shown[key] !== text) {
				render(value);
				shown[key] = text;
			}
		}
	}
	catch (error) {
		shown = {};
		$("rules-status").textContent = error.message;
		$("rejections-status").textContent = "";
	}
}

function scheduleRefresh() {
	setTimeout(async () => {
		if ($("auto-refresh").checked && document.visibilityState === "visible") {
			await refresh();
		}
		scheduleRefresh();
	}, REFRESH_MILLIS);
}

$("page-origin").textContent = location.origin;
$("api-origin").textContent = API;
$("presets").append(...EXAMPLES.map((example) => {
	const button = element("button", example.label, { type: "button", id: `preset-${example.id}` });
	button.addEventListener("click", () => {
		writeQuestion(example);
		ask(true);
	});
	return button;
}));
writeQuestion(EXAMPLES[0]);
$("question").addEventListener("submit", (event) => {
	event.preventDefault();
	ask(false);
});
$("try").addEventListener("click", () => ask(true));
$("refresh").addEventListener("click", refresh);
refresh();
scheduleRefresh();
