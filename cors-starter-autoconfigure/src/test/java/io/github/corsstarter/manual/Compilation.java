package io.github.corsstarter.manual;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles code blocks of a document: types, members of a type, or statements.
 */
final class Compilation {

	private static final String IMPORTS = """
			import java.time.*;
			import java.util.*;
			import org.springframework.boot.web.servlet.*;
			import org.springframework.context.annotation.*;
			import org.springframework.core.annotation.*;
			import org.springframework.security.config.*;
			import org.springframework.security.config.annotation.web.builders.*;
			import org.springframework.security.web.*;
			import org.springframework.web.bind.annotation.*;
			import org.springframework.web.cors.*;
			import org.springframework.web.filter.*;
			import org.springframework.web.servlet.config.annotation.*;
			""";

	private Compilation() {
	}

	/**
	 * Compile a block of code.
	 * @param block the code
	 * @return the errors of the compiler, for the interpretation of the block that has
	 * the fewest
	 */
	static List<String> errors(String block) {
		List<String> asTypes = compile(IMPORTS + block);
		List<String> asMembers = compile(IMPORTS + "class Example {\n" + block + "}\n");
		List<String> asStatements = compile(
				IMPORTS + "class Example {\nvoid run() throws Exception {\n" + block + "}\n}\n");
		List<String> fewest = (asMembers.size() < asTypes.size()) ? asMembers : asTypes;
		return (asStatements.size() < fewest.size()) ? asStatements : fewest;
	}

	private static List<String> compile(String source) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Example.java"),
				JavaFileObject.Kind.SOURCE) {
			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return source;
			}
		};
		// Analyzes the code without writing class files.
		compiler
			.getTask(null, null, diagnostics, List.of("-proc:none", "-implicit:none", "--should-stop=ifNoError=FLOW",
					"-classpath", System.getProperty("java.class.path")), null, List.of(file))
			.call();
		return diagnostics.getDiagnostics()
			.stream()
			.filter((diagnostic) -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
			.map((diagnostic) -> diagnostic.getLineNumber() + ": " + diagnostic.getMessage(Locale.ROOT))
			.toList();
	}

}
