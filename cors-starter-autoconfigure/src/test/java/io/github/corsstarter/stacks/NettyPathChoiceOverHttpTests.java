package io.github.corsstarter.stacks;

import java.lang.reflect.Method;

import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;

import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/**
 * The choice of a policy over HTTP in Spring WebFlux on Netty.
 */
class NettyPathChoiceOverHttpTests extends AbstractPathChoiceOverHttpTests {

	NettyPathChoiceOverHttpTests() {
		super(Container.NETTY, "spring.webflux.base-path");
	}

	@Override
	void register(TestServer server, String pattern, Object handler, Method method) {
		RequestMappingHandlerMapping mapping = server.bean("requestMappingHandlerMapping",
				RequestMappingHandlerMapping.class);
		mapping.registerMapping(RequestMappingInfo.paths(pattern).build(), handler, method);
	}

}
