package io.github.corsstarter.neighbors;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

import org.springframework.context.annotation.Bean;

/**
 * Spring Authorization Server as Spring Boot configures it, with two clients: a page on
 * another origin, and a server-side application.
 */
@NeighborApplication(with = "security",
		properties = { "spring.security.user.name=user", "spring.security.user.password={noop}secret",
				AuthorizationServer.CLIENT + "spa.registration.client-id=spa",
				AuthorizationServer.CLIENT + "spa.registration.client-authentication-methods=none",
				AuthorizationServer.CLIENT + "spa.registration.authorization-grant-types=authorization_code",
				AuthorizationServer.CLIENT + "spa.registration.redirect-uris=https://spa.example/callback",
				AuthorizationServer.CLIENT + "spa.registration.scopes=openid,profile",
				AuthorizationServer.CLIENT + "spa.require-proof-key=true",
				AuthorizationServer.CLIENT + "shop.registration.client-id=shop",
				AuthorizationServer.CLIENT + "shop.registration.client-secret={noop}secret",
				AuthorizationServer.CLIENT + "shop.registration.client-authentication-methods=client_secret_basic",
				AuthorizationServer.CLIENT + "shop.registration.authorization-grant-types=authorization_code",
				AuthorizationServer.CLIENT + "shop.registration.redirect-uris=http://127.0.0.1/login/oauth2/code/own",
				AuthorizationServer.CLIENT + "shop.registration.scopes=openid,profile" })
class AuthorizationServer {

	static final String CLIENT = "spring.security.oauth2.authorizationserver.client.";

	/**
	 * All servers of a run have the same key, because their responses contain its public
	 * part.
	 */
	private static final RSAKey KEY = key();

	private static RSAKey key() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			java.security.KeyPair pair = generator.generateKeyPair();
			return new RSAKey.Builder((RSAPublicKey) pair.getPublic()).privateKey(pair.getPrivate())
				.keyID("test")
				.build();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Bean
	JWKSource<SecurityContext> keys() {
		return new ImmutableJWKSet<>(new JWKSet(KEY));
	}

}
