package io.github.corsstarter.neighbors;

/**
 * The console of H2, which is a servlet in addition to that of Spring MVC.
 */
@NeighborApplication(with = "h2console", properties = "spring.h2.console.enabled=true")
class H2ConsoleServlet {

}
