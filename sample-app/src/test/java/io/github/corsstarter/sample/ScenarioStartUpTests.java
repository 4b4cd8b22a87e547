package io.github.corsstarter.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The end of scenario 9: a configuration with which an application must not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class ScenarioStartUpTests {

	@Test
	void scenario9WhenEveryOriginIsAllowedWithCredentialsShouldNotStart(CapturedOutput output) {
		assertThatException().isThrownBy(() -> SpringApplication
			.run(SampleApplication.class, "--server.port=0", "--cors.policies.account.allowed-origins=*")
			.close());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The CORS configuration has 1 problem:")
			.contains("cors.policies.account.allowed-origins[0]")
			.contains("With credentials, '*' would let every site read every user's data");
	}

	@Test
	void scenario9WhenSeveralPoliciesAreWrongShouldReportAll(CapturedOutput output) {
		assertThatException().isThrownBy(() -> SpringApplication
			.run(SampleApplication.class, "--server.port=0", "--cors.policies.account.allowed-origins=null",
					"--cors.policies.catalogue.allow-credentials=true", "--cors.policies.partners.alowed-methods=GET")
			.close());
		assertThat(output).contains("cors.policies.account.allowed-origins[0]")
			.contains("cors.policies.catalogue.allowed-origins[0]")
			.contains("cors.policies.partners.alowed-methods")
			.contains("cors.policies.partners.allowed-methods");
	}

}
