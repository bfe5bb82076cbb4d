import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs google-java-format over every Java source of the tree, in one JVM: {@code check} names the
 * files that are not formatted and fails, {@code write} formats them. The build calls it as a
 * source file, with the formatter on the class path.
 */
public final class FormatSources {
  private FormatSources() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 2 || !(args[0].equals("check") || args[0].equals("write"))) {
      System.err.println("usage: FormatSources check|write ROOT");
      System.exit(2);
    }
    boolean write = args[0].equals("write");
    List<String> sources = sources(Path.of(args[1]));
    List<String> options = write ? List.of("--replace") : List.of("--dry-run");

    StringWriter unformatted = new StringWriter();
    PrintWriter out = new PrintWriter(unformatted);
    PrintWriter err = new PrintWriter(System.err, true);
    int status =
        new Main(out, err, System.in)
            .format(Stream.concat(options.stream(), sources.stream()).toArray(String[]::new));
    out.flush();
    err.flush();

    List<String> names = unformatted.toString().lines().toList();
    if (!names.isEmpty()) {
      System.err.println("These files are not formatted. Run ./format to format them:");
      names.forEach(name -> System.err.println("  " + name));
    }
    System.exit(status != 0 || !names.isEmpty() ? 1 : 0);
  }

  /**
   * Below {@code root}: {@code tools} and each module's {@code src}; nothing that is built or
   * hidden.
   */
  private static List<String> sources(Path root) throws IOException {
    List<String> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean skipped =
                !folder.equals(root)
                    && (name.startsWith(".")
                        || name.equals("target") && Files.exists(folder.resolveSibling("pom.xml")));
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              found.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }
}
