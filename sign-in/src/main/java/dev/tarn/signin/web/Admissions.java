package dev.tarn.signin.web;

import dev.tarn.rest.request.Admission;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Keeps with a request how to ask again whether its credential is good. */
public final class Admissions {
  private static final Logger LOG = LoggerFactory.getLogger(Admissions.class);
  private static final String ATTRIBUTE = Admission.class.getName();

  private Admissions() {}

  /**
   * Keeps it.
   *
   * @param admission may throw Spring's {@code DataAccessException}, which ends it
   */
  public static void keep(HttpServletRequest request, Admission admission) {
    request.setAttribute(ATTRIBUTE, (Admission) () -> holds(admission));
  }

  private static boolean holds(Admission admission) {
    try {
      return admission.holds();
    } catch (DataAccessException e) {
      LOG.atWarn()
          .setMessage("A credential could not be looked up; what was open with it ends")
          .setCause(e)
          .log();
      return false;
    }
  }

  /** Returns it; every way to sign in has kept one. */
  static Admission of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Admission admission) {
      return admission;
    }
    throw new IllegalStateException("nobody has said how long who is signed in may stay");
  }
}
