package io.github.corsstarter.applicationrules;

import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * Controllers with every kind of {@link CrossOrigin @CrossOrigin}, for both stacks.
 */
final class RuleControllers {

	private RuleControllers() {
	}

	@RestController
	@CrossOrigin("https://b.example")
	static class TypeController {

		@GetMapping("/type")
		String root() {
			return "root";
		}

		@GetMapping("/type/{id}")
		String id() {
			return "id";
		}

		/** Another handler of the same path, without its own annotation. */
		@PutMapping("/type/{id}")
		String put() {
			return "put";
		}

		@CrossOrigin(origins = "https://a.example", allowCredentials = "true", exposedHeaders = "x-e")
		@GetMapping("/type/method")
		String method() {
			return "method";
		}

	}

	@RestController
	@CrossOrigin(origins = "https://b.example", methods = { RequestMethod.GET, RequestMethod.PUT })
	static class BothController {

		@RequestMapping("/both/global")
		String global() {
			return "global";
		}

		@RequestMapping("/both/x")
		String other() {
			return "other";
		}

	}

	@RestController
	static class PlainController {

		@RequestMapping("/none")
		String none() {
			return "none";
		}

		@RequestMapping({ "/global", "/global/**" })
		String global() {
			return "global";
		}

		@CrossOrigin("https://a.example")
		@RequestMapping(path = "/methods", method = { RequestMethod.DELETE, RequestMethod.PATCH })
		String methods() {
			return "methods";
		}

		@CrossOrigin(originPatterns = { "https://*.b.example", "http://localhost:[*]" }, allowCredentials = "true")
		@RequestMapping("/patterns")
		String patterns() {
			return "patterns";
		}

		@CrossOrigin(originPatterns = "https://*.ports.example:[8080,8443]")
		@GetMapping("/ports")
		String ports() {
			return "ports";
		}

		@CrossOrigin("https://a.example")
		@PostMapping(path = "/consumes", consumes = "application/json")
		String consumes() {
			return "consumes";
		}

		@CrossOrigin(origins = "https://a.example", allowedHeaders = { "x-a", "Content-Type" })
		@RequestMapping("/headers")
		String headers() {
			return "headers";
		}

		@CrossOrigin("https://a.example")
		@GetMapping("/several")
		String get() {
			return "get";
		}

		@CrossOrigin("https://b.example")
		@DeleteMapping("/several")
		String delete() {
			return "delete";
		}

		@PostMapping("/several")
		String post() {
			return "post";
		}

		@RequestMapping("/filtered/a")
		String filtered() {
			return "filtered";
		}

		@CrossOrigin("https://a.example")
		@RequestMapping("/filtered/annotated")
		String annotated() {
			return "annotated";
		}

		@RequestMapping("/invalid")
		String invalid() {
			return "invalid";
		}

		@CrossOrigin("https://a.example")
		@GetMapping(path = "/params", params = "kind=a")
		String a() {
			return "a";
		}

		@CrossOrigin("https://b.example")
		@GetMapping(path = "/params", params = "kind=b")
		String b() {
			return "b";
		}

	}

}
