package io.github.corsstarter.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate in the format of nginx, and a socket factory that accepts it.
 *
 * @param certificate the file of the certificate
 * @param key the file of its key
 * @param sockets creates connections to servers with this certificate
 */
record TestCertificate(Path certificate, Path key, SocketFactory sockets) {

	/** The certificate's key exists only during the test. */
	private static final String PASSWORD = "changeit";

	private static final int KEYTOOL_SECONDS = 60;

	static TestCertificate create(Path folder) throws IOException {
		Path file = folder.resolve("nginx.p12");
		Files.deleteIfExists(file);
		runKeytool(folder, "-genkeypair", "-alias", "nginx", "-keyalg", "EC", "-dname", "CN=Test", "-validity", "30",
				"-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD);
		try (InputStream stream = Files.newInputStream(file)) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(stream, PASSWORD.toCharArray());
			Certificate certificate = store.getCertificate("nginx");
			return new TestCertificate(pem(folder.resolve("nginx.crt"), "CERTIFICATE", certificate.getEncoded()),
					pem(folder.resolve("nginx.key"), "PRIVATE KEY",
							store.getKey("nginx", PASSWORD.toCharArray()).getEncoded()),
					sockets(certificate));
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(ex);
		}
	}

	private static void runKeytool(Path folder, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(folder.resolve("keytool.txt").toFile())
			.start();
		try {
			if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IOException(Files.readString(folder.resolve("keytool.txt")));
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static Path pem(Path file, String type, byte[] content) throws IOException {
		return Files.writeString(file, "-----BEGIN " + type + "-----\n"
				+ Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + type + "-----\n");
	}

	private static SocketFactory sockets(Certificate certificate) throws GeneralSecurityException, IOException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("nginx", certificate);
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context.getSocketFactory();
	}

}
