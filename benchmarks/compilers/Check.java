import com.sun.source.util.JavacTask;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Type-checks the Java files below a folder whenever a line comes in; answers one JSON line of [path, line, message]. */
public final class Check {
  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[0]).toAbsolutePath();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    while (in.readLine() != null) {
      List<Path> files;
      try (Stream<Path> walk = Files.walk(root)) {
        files = walk.filter(p -> p.toString().endsWith(".java")).sorted().collect(Collectors.toList());
      }
      DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
      List<String> rows = new ArrayList<>();
      try (StandardJavaFileManager manager = compiler.getStandardFileManager(problems, Locale.ROOT, null)) {
        JavacTask task =
            (JavacTask)
                compiler.getTask(
                    null, manager, problems, List.of("-proc:none", "-Xmaxerrs", "100000"), null,
                    manager.getJavaFileObjectsFromPaths(files));
        task.analyze();
      }
      for (Diagnostic<? extends JavaFileObject> d : problems.getDiagnostics()) {
        if (d.getKind() == Diagnostic.Kind.ERROR && d.getSource() != null) {
          String path = root.relativize(Path.of(d.getSource().toUri())).toString().replace('\\', '/');
          String message = d.getMessage(Locale.ROOT).replaceAll("[^ -!#-\\[\\]-~]+", " ");
          rows.add("[\"" + path + "\", " + d.getLineNumber() + ", \"" + message + "\"]");
        }
      }
      System.out.println("[" + String.join(", ", rows) + "]");
      System.out.flush();
    }
  }
}
