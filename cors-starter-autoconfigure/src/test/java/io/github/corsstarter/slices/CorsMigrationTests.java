package io.github.corsstarter.slices;

import io.github.corsstarter.test.CorsMigration;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;

/**
 * The block of docs/testing.md that writes policies.
 */
@OrdersTest
@SpringBootTest
class CorsMigrationTests {

	@Test
	void print(@Autowired ApplicationContext context) {
		System.out.println(CorsMigration.of(context));
	}

}
