package dev.tarn.signin.session;

import java.time.Duration;

/**
 * How sessions are.
 *
 * @param lifetime after which people log in again
 * @param target where a browser goes after the login
 */
public record SessionRules(Duration lifetime, String target) {}
