package dev.tarn.iceberg.nessie;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

/** The ports of an embedded server, on the loopback address. */
record NessiePorts(int http, int management) {
  /** Finds two ports that are free at the moment. */
  static NessiePorts free() throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    try (ServerSocket first = new ServerSocket(0, 1, loopback);
        ServerSocket second = new ServerSocket(0, 1, loopback)) {
      return new NessiePorts(first.getLocalPort(), second.getLocalPort());
    }
  }

  URI api() {
    return URI.create("http://127.0.0.1:" + http + "/api/v2");
  }
}
