package dev.tarn.cli;

/** How a command ended, for scripts. The numbers are stable. */
enum ExitCode {
  OK(0, "done"),
  FAILED(1, "the server failed or refused the request"),
  USAGE(2, "the command line is wrong, or a name fits several assets"),
  NOT_FOUND(3, "no such asset, type, tenant, branch, commit or file"),
  CONFLICT(4, "another writer was first, or the name is taken"),
  PARTIAL(5, "some lines or changes were rejected; the others are done"),
  UNREACHABLE(6, "no server answers, or it is not ready"),
  DENIED(7, "not signed in, or not allowed");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }

  /** Returns the exit code for an HTTP status that is not a success. */
  static ExitCode ofHttpStatus(int status) {
    return switch (status) {
      case 401, 403 -> DENIED;
      case 404, 410 -> NOT_FOUND;
      case 409, 412 -> CONFLICT;
      default -> FAILED;
    };
  }
}
