package io.riffle.shell;

import java.nio.file.Path;

/**
 * Where an sshd answers and how to log in there.
 *
 * <pre>{@code
 * Endpoint endpoint = guest.endpoint();
 * String line = "ssh -i %s -p %d %s@%s"
 *     .formatted(endpoint.privateKey(), endpoint.port(), endpoint.user(), endpoint.host());
 * }</pre>
 *
 * @param host name or address
 * @param port TCP port
 * @param user login name
 * @param privateKey file with the user's private key
 * @param hostKey file with the server's public key in OpenSSH's one-line form; a server that shows
 *     another one is refused
 */
public record Endpoint(String host, int port, String user, Path privateKey, Path hostKey) {}
