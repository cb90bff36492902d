package dev.tarn.governance.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.policy.AssetCondition;
import dev.tarn.core.policy.ConditionField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition of a policy: an expression in CEL over {@code asset}, {@code principal} and {@code
 * context}. What it says of the principal and the context is evaluated when somebody asks; what it
 * says of assets becomes an {@link AssetCondition}, which an index answers as part of a query. So
 * of an asset it may only compare fields: {@code ==}, {@code !=}, {@code in} and {@code below},
 * joined by {@code &&}, {@code ||} and {@code !}.
 */
final class Condition {
  /** The longest expression, in characters. */
  static final int MAX_CHARS = 4_096;

  private static final String ASSET = "asset.";
  private static final Map<String, ConditionField> FIELDS =
      Map.ofEntries(
          Map.entry("asset.id", ConditionField.ID),
          Map.entry("asset.type", ConditionField.TYPE),
          Map.entry("asset.platform", ConditionField.PLATFORM),
          Map.entry("asset.workspace", ConditionField.WORKSPACE),
          Map.entry("asset.domain", ConditionField.DOMAIN),
          Map.entry("asset.status", ConditionField.STATUS),
          Map.entry("asset.owners", ConditionField.OWNER),
          Map.entry("asset.tags", ConditionField.TAG),
          Map.entry("asset.classifications", ConditionField.CLASSIFICATION),
          Map.entry("asset.terms", ConditionField.TERM));
  private static final String BELOW = "below";
  private static final CelCompiler COMPILER = compiler();
  private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder().build();

  /** A condition of no policy in particular: it always holds. */
  static final Condition ALWAYS = new Condition((caller, names) -> AssetCondition.ALL, false);

  private final Node root;
  private final boolean dependsOnContext;

  private Condition(Node root, boolean dependsOnContext) {
    this.root = root;
    this.dependsOnContext = dependsOnContext;
  }

  /** Says which id an asset has that is called by its type and qualified name. */
  @FunctionalInterface
  interface Names {
    Optional<AssetId> id(String type, String qualifiedName);
  }

  /** A part of the expression, for a caller's variables. */
  @FunctionalInterface
  private interface Node {
    AssetCondition of(Map<String, Object> variables, Names names) throws CelEvaluationException;
  }

  private static CelCompiler compiler() {
    var builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setResultType(SimpleType.BOOL)
            .addVar("principal.name", SimpleType.STRING)
            .addVar("principal.roles", ListType.create(SimpleType.STRING))
            .addVar("principal.teams", ListType.create(SimpleType.STRING))
            .addVar("principal.stewardOf", ListType.create(SimpleType.STRING))
            .addVar("principal.attributes", MapType.create(SimpleType.STRING, SimpleType.STRING))
            .addVar("context.branch", SimpleType.STRING)
            .addVar("context.credential", SimpleType.STRING)
            .addVar("context.address", SimpleType.STRING)
            .addVar("context.time", SimpleType.TIMESTAMP)
            .addFunctionDeclarations(
                CelFunctionDecl.newFunctionDeclaration(
                    BELOW,
                    CelOverloadDecl.newGlobalOverload(
                        "below_string", SimpleType.BOOL, SimpleType.STRING)));
    FIELDS.forEach(
        (name, field) ->
            builder.addVar(
                name, isMany(field) ? ListType.create(SimpleType.STRING) : SimpleType.STRING));
    return builder.build();
  }

  private static boolean isMany(ConditionField field) {
    return switch (field) {
      case OWNER, TAG, CLASSIFICATION, TERM -> true;
      case ID, TYPE, PLATFORM, WORKSPACE, DOMAIN, STATUS -> false;
    };
  }

  /**
   * Reads an expression; the empty one always holds.
   *
   * @throws InvalidConditionException if it is none, or says of assets what no index answers
   */
  static Condition parse(String text) throws InvalidConditionException {
    if (text.isBlank()) {
      return ALWAYS;
    }
    if (text.length() > MAX_CHARS) {
      throw new InvalidConditionException("a condition has at most " + MAX_CHARS + " characters");
    }
    try {
      CelAbstractSyntaxTree tree = COMPILER.compile(text).getAst();
      Reader reader = new Reader(tree);
      return new Condition(reader.node(tree.getExpr()), reader.dependsOnContext);
    } catch (CelValidationException e) {
      throw new InvalidConditionException(String.valueOf(e.getMessage()));
    }
  }

  /** Returns whether the answer depends on more than who asks: on time, address or branch. */
  boolean dependsOnContext() {
    return dependsOnContext;
  }

  /**
   * Returns what it says of assets, for someone.
   *
   * @param ifBroken what holds where it cannot be evaluated, such as for an attribute that the
   *     caller does not have
   */
  AssetCondition of(Map<String, Object> variables, Names names, AssetCondition ifBroken) {
    try {
      return root.of(variables, names);
    } catch (CelEvaluationException e) {
      return ifBroken;
    }
  }

  /** Turns the tree of an expression into one of conditions. */
  private static final class Reader {
    private final CelAbstractSyntaxTree tree;
    private boolean dependsOnContext;

    Reader(CelAbstractSyntaxTree tree) {
      this.tree = tree;
    }

    Node node(CelExpr expr) throws InvalidConditionException {
      if (!isOfAssets(expr)) {
        Value<Boolean> value = value(expr);
        return (variables, names) -> value.of(variables) ? AssetCondition.ALL : AssetCondition.NONE;
      }
      if (expr.getKind() != CelExpr.ExprKind.Kind.CALL) {
        throw unsupported(expr);
      }
      List<CelExpr> arguments = expr.call().args();
      return switch (expr.call().function()) {
        case "_&&_" -> {
          Node one = node(arguments.get(0));
          Node other = node(arguments.get(1));
          yield (variables, names) ->
              AssetCondition.all(List.of(one.of(variables, names), other.of(variables, names)));
        }
        case "_||_" -> {
          Node one = node(arguments.get(0));
          Node other = node(arguments.get(1));
          yield (variables, names) ->
              AssetCondition.any(List.of(one.of(variables, names), other.of(variables, names)));
        }
        case "!_" -> not(node(arguments.getFirst()));
        case "_==_" -> equal(arguments);
        case "_!=_" -> not(equal(arguments));
        case "@in" -> in(arguments.get(0), arguments.get(1));
        case BELOW -> {
          Value<String> name = value(arguments.getFirst());
          yield (variables, names) -> new AssetCondition.Below(Set.of(name.of(variables)));
        }
        default -> throw unsupported(expr);
      };
    }

    private static Node not(Node one) {
      return (variables, names) -> AssetCondition.not(one.of(variables, names));
    }

    private Node equal(List<CelExpr> sides) throws InvalidConditionException {
      ConditionField field = field(sides.get(0));
      CelExpr other = sides.get(1);
      if (field == null) {
        field = field(sides.get(1));
        other = sides.get(0);
      }
      if (field == null || isMany(field) || isOfAssets(other)) {
        throw unsupported(sides.getFirst());
      }
      ConditionField compared = field;
      Value<String> value = value(other);
      return (variables, names) -> among(compared, List.of(value.of(variables)), names);
    }

    private Node in(CelExpr element, CelExpr list) throws InvalidConditionException {
      ConditionField many = field(list);
      if (many != null && isMany(many) && !isOfAssets(element)) {
        Value<String> value = value(element);
        return (variables, names) -> among(many, List.of(value.of(variables)), names);
      }
      ConditionField one = field(element);
      if (one != null && !isMany(one) && !isOfAssets(list)) {
        Value<Collection<String>> values = value(list);
        return (variables, names) -> among(one, values.of(variables), names);
      }
      throw unsupported(list);
    }

    private @Nullable ConditionField field(CelExpr expr) {
      return tree.getReference(expr.id())
          .map(reference -> FIELDS.get(reference.name()))
          .orElse(null);
    }

    /** Returns whether any part says something of assets. */
    private boolean isOfAssets(CelExpr expr) {
      String name = tree.getReference(expr.id()).map(reference -> reference.name()).orElse("");
      if (name.startsWith(ASSET)) {
        return true;
      }
      dependsOnContext |= name.startsWith("context.");
      if (expr.getKind() == CelExpr.ExprKind.Kind.CALL && expr.call().function().equals(BELOW)) {
        return true;
      }
      for (CelExpr part : parts(expr)) {
        if (isOfAssets(part)) {
          return true;
        }
      }
      return false;
    }

    private static List<CelExpr> parts(CelExpr expr) {
      List<CelExpr> parts = new ArrayList<>();
      switch (expr.getKind()) {
        case SELECT -> parts.add(expr.select().operand());
        case CALL -> {
          expr.call().target().ifPresent(parts::add);
          parts.addAll(expr.call().args());
        }
        case LIST -> parts.addAll(expr.list().elements());
        case MAP ->
            expr.map()
                .entries()
                .forEach(
                    entry -> {
                      parts.add(entry.key());
                      parts.add(entry.value());
                    });
        case COMPREHENSION -> {
          parts.add(expr.comprehension().iterRange());
          parts.add(expr.comprehension().accuInit());
          parts.add(expr.comprehension().loopCondition());
          parts.add(expr.comprehension().loopStep());
          parts.add(expr.comprehension().result());
        }
        default -> {
          // The others have no parts.
        }
      }
      return parts;
    }

    /** A part that says nothing of assets. */
    @FunctionalInterface
    private interface Value<T> {
      T of(Map<String, Object> variables) throws CelEvaluationException;
    }

    @SuppressWarnings("unchecked") // the checker has made sure of the type
    private <T> Value<T> value(CelExpr expr) throws InvalidConditionException {
      CelAbstractSyntaxTree part =
          CelAbstractSyntaxTree.newCheckedAst(
              expr, tree.getSource(), tree.getReferenceMap(), tree.getTypeMap());
      try {
        CelRuntime.Program program = RUNTIME.createProgram(part);
        return variables -> (T) program.eval(variables);
      } catch (CelEvaluationException e) {
        throw new InvalidConditionException(String.valueOf(e.getMessage()));
      }
    }

    private InvalidConditionException unsupported(CelExpr expr) {
      int at = tree.getSource().getPositionsMap().getOrDefault(expr.id(), 0);
      return new InvalidConditionException(
          "at character "
              + (at + 1)
              + ": of an asset a condition may compare one field with a value (==, !=, in,"
              + " below(name)), joined by &&, || and !");
    }
  }

  /** An empty text stands for having no value. */
  private static AssetCondition among(ConditionField field, Collection<String> texts, Names names) {
    Set<String> values = new HashSet<>();
    boolean none = false;
    for (String text : texts) {
      if (text.isEmpty()) {
        none = true;
      } else {
        values.add(field.isReference() ? reference(field, text, names) : text);
      }
    }
    AssetCondition among =
        values.isEmpty() ? AssetCondition.NONE : new AssetCondition.Among(field, values);
    return none
        ? AssetCondition.any(List.of(among, AssetCondition.not(new AssetCondition.Present(field))))
        : among;
  }

  /** A reference is an id, a type and a qualified name, or a qualified name of the usual type. */
  private static String reference(ConditionField field, String text, Names names) {
    if (AssetId.isId(text)) {
      return text;
    }
    int colon = text.indexOf(':');
    String type = colon > 0 ? text.substring(0, colon) : usualType(field);
    String name = colon > 0 ? text.substring(colon + 1) : text;
    return names.id(type, name).orElseGet(() -> AssetId.derive(type, name)).value();
  }

  private static String usualType(ConditionField field) {
    return switch (field) {
      case WORKSPACE -> "workspace";
      case DOMAIN -> "domain";
      case OWNER -> "user";
      case TAG -> "tag";
      case CLASSIFICATION -> "classification";
      case TERM -> "glossary-term";
      case ID, TYPE, PLATFORM, STATUS -> "table";
    };
  }
}
