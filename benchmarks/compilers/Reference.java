import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Reads files as lines of base64 and answers, for each, one line: the code of every class and method by qualified name
 * as javac's own parser prints it (name and code in base64, separated by a space, pairs by commas); "!" when it does
 * not parse. Methods are left out of their class.
 */
public final class Reference {
  public static void main(String[] arguments) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    PrintStream out = new PrintStream(System.out, false, "US-ASCII");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String text = new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8);
      out.println(answer(compiler, text));
      out.flush();
    }
  }

  static String answer(JavaCompiler compiler, String text) throws Exception {
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignore) {
            return text;
          }
        };
    JavacTask task = (JavacTask) compiler.getTask(null, null, problems, List.of("-proc:none"), null, List.of(file));
    CompilationUnitTree unit = task.parse().iterator().next();
    if (problems.getDiagnostics().stream().anyMatch(d -> d.getKind() == Diagnostic.Kind.ERROR)) {
      return "!";
    }
    Map<String, String> found = new TreeMap<>();
    for (Tree tree : unit.getTypeDecls()) {
      if (tree instanceof ClassTree) {
        visit((ClassTree) tree, "", found);
      }
    }
    StringBuilder out = new StringBuilder();
    for (Map.Entry<String, String> entry : found.entrySet()) {
      out.append(encode(entry.getKey())).append(' ').append(encode(entry.getValue())).append(',');
    }
    return out.toString();
  }

  static void visit(ClassTree tree, String owner, Map<String, String> found) {
    String name = owner + tree.getSimpleName();
    StringBuilder own = new StringBuilder();
    own.append(tree.getKind()).append(tree.getModifiers()).append(tree.getTypeParameters());
    own.append(tree.getExtendsClause()).append(tree.getImplementsClause());
    for (Tree member : tree.getMembers()) {
      if (member instanceof ClassTree) {
        visit((ClassTree) member, name + ".", found);
      } else if (member instanceof MethodTree) {
        MethodTree method = (MethodTree) member;
        String called = method.getName().contentEquals("<init>") ? tree.getSimpleName().toString() : method.getName().toString();
        found.merge(name + "." + called, method + "\n", String::concat);
      } else {
        own.append(member).append('\n');
      }
    }
    found.merge(name, own.toString(), String::concat);
  }

  static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
