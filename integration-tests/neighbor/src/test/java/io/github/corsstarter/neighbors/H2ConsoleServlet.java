package io.github.corsstarter.neighbors;

/**
 * The console of H2: a servlet beside Spring MVC's.
 */
@NeighborApplication(with = "h2console", properties = "spring.h2.console.enabled=true")
class H2ConsoleServlet {

}
