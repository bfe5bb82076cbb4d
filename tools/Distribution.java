import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes the distribution: a folder, and the same as a zip file, in which there is all that it takes
 * to run Tripline, Java included. The build calls it as a source file, with the JDK whose modules
 * are to be in it:
 *
 * <pre>
 *   java tools/Distribution.java ROOT JAR VERSION OUT
 * </pre>
 *
 * <p>The runtime is linked from the modules that the jar needs, and what starting up needs of it is
 * kept in a cache of the JVM. That cache holds for a jar of the same size and date only, so all
 * files have a fixed date, which a zip file keeps exactly.
 */
public final class Distribution {
  /** Wanted by people who look into a process that runs: jcmd, and flight recordings. */
  private static final List<String> FOR_PEOPLE = List.of("jdk.jcmd", "jdk.jfr");

  /** Not read from a clock: the same sources make the same distribution. */
  private static final FileTime DATE = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  private static final String READY = "Tripline is ready: ";
  private static final long PATIENCE_SECONDS = 120;

  private final Path jdk = Path.of(System.getProperty("java.home"));
  private final Path root;
  private final Path jar;
  private final Path folder;
  private final Path zip;
  private final Path work;

  private Distribution(Path root, Path jar, String version, Path out) {
    this.root = root;
    this.jar = jar;
    this.folder = out.resolve("tripline-" + version);
    this.zip = out.resolve("tripline-" + version + ".zip");
    this.work = out.resolve("training");
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 4) {
      System.err.println("usage: Distribution ROOT JAR VERSION OUT");
      System.exit(2);
    }
    Path out = Path.of(args[3]).toAbsolutePath();
    new Distribution(Path.of(args[0]).toAbsolutePath(), Path.of(args[1]), args[2], out).make();
  }

  private void make() throws Exception {
    remove(folder);
    remove(work);
    Files.deleteIfExists(zip);
    Files.createDirectories(folder.resolve("lib"));
    Files.createDirectories(folder.resolve("bin"));
    Files.copy(jar, folder.resolve("lib/tripline.jar"));
    Path launcher = folder.resolve("bin/tripline");
    Files.copy(root.resolve("deploy/bin/tripline"), launcher);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String each : List.of("LICENSE", "README.md")) {
      Files.copy(root.resolve(each), folder.resolve(each));
    }
    for (String each : List.of("rules", "docs", "deploy")) {
      copy(root.resolve(each), folder.resolve(each));
    }
    link();
    date();
    train();
    date();
    pack();
    System.out.printf(
        "%s: %,d bytes, of which runtime %,d, jar %,d, cache %,d before they are packed%n",
        zip.getFileName(),
        Files.size(zip),
        size(folder.resolve("runtime")),
        Files.size(folder.resolve("lib/tripline.jar")),
        Files.size(folder.resolve("lib/tripline.aot")));
  }

  // ---- the runtime

  private void link() throws IOException, InterruptedException {
    Set<String> modules = new TreeSet<>(FOR_PEOPLE);
    String needed =
        output(
            tool("jdeps"),
            "--print-module-deps",
            "--ignore-missing-deps",
            "--multi-release",
            Integer.toString(Runtime.version().feature()),
            jar.toString());
    modules.addAll(List.of(needed.strip().split(",")));
    run(
        List.of(
            tool("jlink"),
            "--add-modules",
            String.join(",", modules),
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--compress",
            "zip-6",
            "--output",
            folder.resolve("runtime").toString()));
  }

  private String tool(String name) {
    return jdk.resolve("bin").resolve(name).toString();
  }

  // ---- the cache

  /** Runs a server, has it do some of what servers do, and lets the JVM note what that took. */
  private void train() throws Exception {
    Files.createDirectories(work);
    Path log = work.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
            folder.resolve("bin/tripline").toString(),
            "serve",
            "--data",
            work.resolve("data").toString(),
            "--port",
            "0",
            "--rules",
            "rules=" + folder.resolve("rules"));
    builder.environment().remove("JAVA_HOME");
    builder
        .environment()
        .put("TRIPLINE_JAVA_OPTS", "-XX:AOTCacheOutput=" + folder.resolve("lib/tripline.aot"));
    builder.redirectError(log.toFile());
    Process server = builder.start();
    try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      if (line == null || !line.startsWith(READY)) {
        throw new IOException("it did not start: " + line + "\n" + Files.readString(log));
      }
      use(URI.create(line.substring(READY.length())));
      server.destroy();
      if (!server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("it did not stop\n" + Files.readString(log));
      }
    } finally {
      server.destroyForcibly();
    }
    if (!Files.exists(folder.resolve("lib/tripline.aot"))) {
      throw new IOException("the JVM left no cache\n" + Files.readString(log));
    }
    remove(work);
  }

  private static void use(URI server) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String path :
          List.of(
              "/health",
              "/health/live",
              "/health/ready",
              "/v1/status",
              "/v1/rulesets",
              "/v1/alerts",
              "/metrics")) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).build();
        int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200) {
          throw new IOException(path + " is answered " + status);
        }
      }
    }
  }

  // ---- files

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Files.copy(
            each, to.resolve(from.relativize(each).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void remove(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> files = Files.walk(path)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private void date() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.filter(path -> !Files.isSymbolicLink(path)).toList()) {
        Files.setLastModifiedTime(each, DATE);
      }
    }
  }

  private static long size(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(Distribution::sizeOf).sum();
    }
  }

  private static long sizeOf(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With permissions, and dates to the second whatever the time zone is. */
  private void pack() throws IOException {
    Map<String, String> how = Map.of("create", "true", "enablePosixFileAttributes", "true");
    try (FileSystem target = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), how);
        Stream<Path> files = Files.walk(folder)) {
      List<Path> sorted = new ArrayList<>(files.sorted().toList());
      for (Path each : sorted) {
        Path to = target.getPath(zipName(each));
        // The runtime's links are to files beside them: a zip file has no links that all can read.
        if (Files.isDirectory(each)) {
          Files.createDirectory(to);
        } else {
          Files.copy(each, to);
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(each);
        Files.setAttribute(to, "zip:permissions", permissions);
        Files.setLastModifiedTime(to, DATE);
      }
    }
  }

  private String zipName(Path path) {
    return folder.getParent().relativize(path).toString().replace('\\', '/');
  }

  // ---- processes

  private static String output(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command[0] + " has failed: " + output);
    }
    return output;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException(command.getFirst() + " has failed with " + code);
    }
  }
}
