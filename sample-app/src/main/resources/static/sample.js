/*
 * Sends requests to the same server under its other name, which is another origin for a
 * browser, and shows the answer as text.
 */

const API = `${location.protocol}//${location.hostname === "localhost" ? "127.0.0.1" : "localhost"}${
	location.port && `:${location.port}`}`;

const EXAMPLES = [
	{ id: "allowed", label: "Read a draft", path: "/api/drafts/1" },
	{ id: "preflight", label: "Change a draft (with a preflight)", path: "/api/drafts/2", method: "PUT",
		headers: { "content-type": "application/json" }, body: JSON.stringify({ text: "Written by the sample's page." }) },
	{ id: "public", label: "Read public data", path: "/api/catalogue/coffees" },
	{ id: "origin", label: "Origin not listed", path: "/api/partners/orders/1" },
	{ id: "method", label: "Method not allowed", path: "/api/estimates/1", method: "PUT" },
	{ id: "header", label: "Header not allowed", path: "/api/estimates/1", headers: { "authorization": "Bearer a-token" } },
	{ id: "credentials", label: "Cookies not allowed", path: "/api/drafts/1", credentials: "include" },
	{ id: "uncovered", label: "No policy", path: "/status" },
];

const $ = (id) => document.getElementById(id);

function element(name, text, attributes = {}) {
	const node = document.createElement(name);
	Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
	node.textContent = text;
	return node;
}

async function send({ path, method = "GET", headers, body, credentials = "omit" }) {
	try {
		const response = await fetch(API + path, { method, headers, body, credentials, cache: "no-store" });
		return { read: true, text: `Status ${response.status}: ${(await response.text()).slice(0, 300)}` };
	}
	catch (error) {
		return { read: false, text: `${error.name}: ${error.message}` };
	}
}

async function show(example) {
	$("result").replaceChildren(element("p", "Sending…", { class: "soft" }));
	delete $("result").dataset.read;
	const { read, text } = await send(example);
	$("result").replaceChildren(
		element("p", read ? "✓ This page read the response." : "✗ The browser did not let this page read the response.",
			{ class: read ? "yes" : "no" }),
		element("code", `${example.method ?? "GET"} ${API}${example.path}`), element("p", text));
	$("result").dataset.read = read;
}

$("page-origin").textContent = location.origin;
$("api-origin").textContent = API;
$("examples").append(...EXAMPLES.map((example) => {
	const button = element("button", example.label, { type: "button", id: example.id });
	button.addEventListener("click", () => show(example));
	return button;
}));
