package io.github.corsstarter.stacks;

import java.lang.reflect.Method;

import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;

import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The choice of a policy over HTTP in Spring MVC.
 */
abstract class AbstractServletPathChoiceOverHttpTests extends AbstractPathChoiceOverHttpTests {

	AbstractServletPathChoiceOverHttpTests(Container container) {
		super(container, "server.servlet.context-path");
	}

	@Override
	void register(TestServer server, String pattern, Object handler, Method method) {
		RequestMappingHandlerMapping mapping = server.bean("requestMappingHandlerMapping",
				RequestMappingHandlerMapping.class);
		mapping.registerMapping(RequestMappingInfo.paths(pattern).options(mapping.getBuilderConfiguration()).build(),
				handler, method);
	}

}
