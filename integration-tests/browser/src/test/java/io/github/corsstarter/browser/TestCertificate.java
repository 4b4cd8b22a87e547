package io.github.corsstarter.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A self-signed certificate, which the browsers are configured to accept.
 */
final class TestCertificate {

	/** The certificate's key exists only during the test. */
	private static final String PASSWORD = "changeit";

	private TestCertificate() {
	}

	static SSLContext create(Path folder) throws IOException {
		Path file = folder.resolve("proxy.p12");
		Files.deleteIfExists(file);
		LocalProcess
			.start(folder.resolve("keytool.txt"),
					List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
							"-alias", "proxy", "-keyalg", "EC", "-dname", "CN=Test", "-validity", "30", "-storetype",
							"PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD),
					Map.of())
			.awaitEnd();
		try (InputStream stream = Files.newInputStream(file)) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(stream, PASSWORD.toCharArray());
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(store, PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), null, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(ex);
		}
	}

}
