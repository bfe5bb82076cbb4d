package io.tripline.dsl.diagnostic;

/**
 * Every kind of diagnostic, with its stable code. A code is never given a second meaning; a code
 * that falls out of use is not given out again. The first two digits are its {@link Group}.
 */
public enum Code {
  // 00xx: the text
  STRAY_CHARACTER("TL0001", Severity.ERROR, "a character that has no meaning in the language"),
  UNTERMINATED_TEXT("TL0002", Severity.ERROR, "a text without its closing quote"),
  UNTERMINATED_COMMENT("TL0003", Severity.ERROR, "a comment without its closing */"),
  MALFORMED_NUMBER("TL0004", Severity.ERROR, "something that starts as a number and is none"),
  FOREIGN_OPERATOR("TL0005", Severity.ERROR, "an operator of another language, such as =="),
  TOO_DEEP("TL0006", Severity.ERROR, "an expression or a pattern that is nested too deep"),
  TOO_LARGE("TL0007", Severity.ERROR, "a file or a pattern that is too large"),
  SYNTAX("TL0010", Severity.ERROR, "something else was expected here"),

  // 01xx: names and declarations
  DUPLICATE("TL0101", Severity.ERROR, "a name or a clause that is given twice"),
  UNKNOWN_EVENT_TYPE("TL0102", Severity.ERROR, "an event type that is not declared"),
  UNKNOWN_FIELD("TL0103", Severity.ERROR, "a field that the event type does not have"),
  UNKNOWN_VARIABLE("TL0104", Severity.ERROR, "a variable that the pattern does not have"),
  UNKNOWN_FUNCTION("TL0105", Severity.ERROR, "a function that does not exist"),
  UNKNOWN_NAME("TL0106", Severity.ERROR, "a name that means nothing here"),
  UNKNOWN_TYPE("TL0107", Severity.ERROR, "a type of field that does not exist"),
  BAD_ANNOTATION("TL0108", Severity.ERROR, "an annotation that does not exist or is misused"),
  UNKNOWN_SEVERITY("TL0109", Severity.ERROR, "a severity that does not exist"),
  BAD_TYPE_ARGUMENT("TL0110", Severity.ERROR, "a type with the wrong thing in parentheses"),
  TIME_FIELD("TL0111", Severity.ERROR, "an event type without exactly one usable @time field"),
  ID_FIELD("TL0112", Severity.ERROR, "an event type with several or unusable @id fields"),

  // 02xx: the form of a rule
  MISSING_CLAUSE("TL0201", Severity.ERROR, "a rule without a clause that it needs"),
  MIXED_FORMS("TL0202", Severity.ERROR, "a rule that mixes the short and the long form"),
  UNDEFINED_VARIABLE("TL0203", Severity.ERROR, "a variable of the pattern without a definition"),
  UNUSED_DEFINITION("TL0204", Severity.WARNING, "a definition of a variable the pattern lacks"),
  UNUSED_PARAMETER("TL0205", Severity.WARNING, "a parameter that the rule does not use"),
  HIDDEN_NAME("TL0206", Severity.WARNING, "a name with two meanings, of which one wins"),
  BAD_PARAMETER("TL0207", Severity.ERROR, "a parameter whose value cannot be one"),
  BAD_SCORE("TL0208", Severity.ERROR, "a score that is not a whole number from 0 to 100"),
  BAD_DURATION("TL0209", Severity.ERROR, "a bound of time that is not a positive duration"),
  SKIP_TO_OPTIONAL("TL0210", Severity.WARNING, "after match skips to what may be absent"),
  BAD_TEXT("TL0211", Severity.ERROR, "a text whose braces do not match"),
  BAD_FORMAT("TL0212", Severity.ERROR, "a number format that is wrong or out of place"),

  // 03xx: patterns
  UNBOUNDED("TL0301", Severity.ERROR, "a pattern whose state nothing bounds"),
  EMPTY_MATCH("TL0302", Severity.ERROR, "a pattern that matches without any event"),
  BAD_QUANTIFIER("TL0303", Severity.ERROR, "a number of repetitions that cannot be"),
  BAD_MODIFIER("TL0304", Severity.ERROR, "words after a repetition that contradict each other"),
  ADDS_NOTHING("TL0305", Severity.WARNING, "an optional part at the end, which adds nothing"),
  SAYS_NOTHING("TL0306", Severity.WARNING, "a word or a clause that has no effect"),
  NOT_REACHED_YET("TL0307", Severity.ERROR, "a variable that the pattern reaches only later"),
  NEVER_REACHED("TL0308", Severity.ERROR, "a variable that is only in another branch"),
  NEEDS_AGGREGATE("TL0309", Severity.ERROR, "a plain field of a variable of several events"),
  BAD_NOT("TL0310", Severity.ERROR, "a not before anything but one variable"),
  MISPLACED_NOT("TL0311", Severity.ERROR, "a not where the pattern cannot have one"),
  UNTIMED_NOT("TL0312", Severity.ERROR, "a not at the start or the end without a bound of time"),
  BAD_ARROW("TL0313", Severity.ERROR, "an arrow that makes no sense beside a not"),
  BAD_GAP("TL0314", Severity.ERROR, "a bound on an arrow that cannot hold, or stands elsewhere"),
  NAMES_ABSENT("TL0315", Severity.ERROR, "a field of a variable that only stands behind not"),
  OPTIONAL_PART("TL0316", Severity.ERROR, "a part of & that can be left out"),
  BAD_LIMIT("TL0317", Severity.ERROR, "a limit on the matches of one event that cannot be"),

  // 04xx: keys
  KEY_FIELD_MISSING("TL0401", Severity.ERROR, "an event type that does not give the key"),
  KEY_TYPES_DIFFER("TL0402", Severity.ERROR, "a key with different types in two event types"),
  KEY_TYPE("TL0403", Severity.ERROR, "a key of a type that cannot be one"),
  KEY_FORM("TL0404", Severity.ERROR, "a key that is written in a mixed form"),

  // 05xx: expressions
  NOT_A_CONDITION("TL0501", Severity.ERROR, "a condition that is neither true nor false"),
  OPERAND_TYPE("TL0502", Severity.ERROR, "an operator with operands that it does not take"),
  CANNOT_COMPARE("TL0503", Severity.ERROR, "a comparison of values of different types"),
  QUOTED_SYMBOL("TL0504", Severity.ERROR, "an enum value in quotes"),
  BAD_LITERAL("TL0505", Severity.ERROR, "a literal outside of its type"),
  BAD_REGEX("TL0506", Severity.ERROR, "a regular expression that cannot be read"),
  NOT_CONSTANT("TL0507", Severity.ERROR, "a value that must be constant and is not"),
  NULL_COMPARISON("TL0508", Severity.WARNING, "a comparison with null, which is never true"),
  MIXED_TYPES("TL0509", Severity.ERROR, "alternatives of different types"),
  ARGUMENT_COUNT("TL0510", Severity.ERROR, "a function with too many or too few arguments"),
  ARGUMENT_TYPE("TL0511", Severity.ERROR, "a function with an argument of the wrong type"),
  BAD_ARGUMENT("TL0512", Severity.ERROR, "a constant argument that the function cannot use"),
  BAD_AGGREGATE("TL0513", Severity.ERROR, "an aggregate that cannot be computed as written"),
  PREV_OUT_OF_PLACE("TL0514", Severity.ERROR, "prev outside of a repeated variable's condition"),
  BARE_FIELD("TL0515", Severity.ERROR, "a field in an alert without its variable"),

  // 06xx: tests
  UNKNOWN_RULE("TL0601", Severity.ERROR, "a test of a rule that does not exist"),
  NO_EXPECTATION("TL0602", Severity.ERROR, "a test that expects nothing"),
  BAD_ROW("TL0603", Severity.ERROR, "a row with too few or too many cells"),
  BAD_CELL("TL0604", Severity.ERROR, "a value that is none of the field's or the key's type"),
  MISSING_VALUE("TL0605", Severity.ERROR, "an event of a test without a value that it must have"),
  UNKNOWN_TEST_EVENT("TL0606", Severity.ERROR, "an event that the test does not give"),
  UNKNOWN_EXPECTED("TL0607", Severity.ERROR, "a name that alerts of the rule do not have"),
  BAD_EXPECTATION("TL0608", Severity.ERROR, "an expectation that nothing can meet"),
  LARGE_TEST("TL0609", Severity.ERROR, "a test, or tests together, of too many events"),
  BAD_SETTING("TL0610", Severity.ERROR, "a parameter that a test cannot set so"),

  // 07xx: windows and features
  WINDOW_OUT_OF_PLACE("TL0701", Severity.ERROR, "a window or a feature where no event is tested"),
  BAD_WINDOW("TL0702", Severity.ERROR, "a window that cannot be"),
  UNKNOWN_ZONE("TL0703", Severity.ERROR, "a time zone that does not exist"),
  NOT_IN_WINDOW("TL0704", Severity.ERROR, "something in a window that it cannot look at"),
  BAD_FEATURE("TL0705", Severity.ERROR, "a feature that is not one aggregate of one event type"),
  FEATURE_KEY("TL0706", Severity.ERROR, "a feature at an event that does not give its key"),
  ALWAYS_SEEN("TL0707", Severity.WARNING, "a window that always has the value it looks for"),
  UNFIT_AGGREGATE("TL0708", Severity.ERROR, "an aggregate that its window cannot keep"),

  // 08xx: lists and tables
  UNKNOWN_LIST("TL0801", Severity.ERROR, "a list that is not declared"),
  UNKNOWN_TABLE("TL0802", Severity.ERROR, "a table that is not declared"),
  UNKNOWN_COLUMN("TL0803", Severity.ERROR, "a column that the table does not have"),
  BAD_ELEMENT("TL0804", Severity.ERROR, "a list or a table's key of a type that cannot be one"),
  BAD_TABLE(
      "TL0805",
      Severity.ERROR,
      "a table without columns, with its key among them, or that its events cannot fill"),
  UNUSED_DECLARATION("TL0806", Severity.WARNING, "a feature, a list or a table without use"),

  // 09xx: what is always or never so
  NEVER_TRUE("TL0901", Severity.WARNING, "a condition, or a part of one, that is never true"),
  ALWAYS_TRUE("TL0902", Severity.WARNING, "a condition, or a part of one, that is always true"),
  DEAD_CASE("TL0903", Severity.WARNING, "a branch of a case that is never chosen"),
  REPEATED_OPTION("TL0904", Severity.WARNING, "a value that is given twice in a list of values"),
  DEAD_ARGUMENT("TL0905", Severity.WARNING, "an argument of coalesce that is never used"),
  DEAD_LOOP("TL0906", Severity.WARNING, "a loop that its until ends before it begins"),
  DEAD_BRANCH("TL0907", Severity.WARNING, "a branch of a pattern that is never chosen"),

  // 10xx: what a rule makes
  EMIT_INCOMPLETE("TL1001", Severity.ERROR, "an event that is made without a field it needs"),
  EMIT_TYPE("TL1002", Severity.ERROR, "a value of another type than the field it is given to"),
  MAY_BE_NULL("TL1003", Severity.ERROR, "a value that can be null for a field that cannot"),
  EMIT_CYCLE("TL1004", Severity.ERROR, "rules that would feed each other forever"),
  UNKNOWN_DECISION("TL1005", Severity.ERROR, "a decision that does not exist"),
  LATE_DECISION("TL1006", Severity.ERROR, "a decision that nobody can wait for"),
  PERSONAL_DATA(
      "TL1007", Severity.WARNING, "personal data given to a field that is not marked `@pii`");

  /** What codes with the same first two digits speak of. */
  public enum Group {
    TEXT("TL00", "The text"),
    NAMES("TL01", "Names and declarations"),
    RULES("TL02", "The form of a rule"),
    PATTERNS("TL03", "Patterns"),
    KEYS("TL04", "Keys"),
    EXPRESSIONS("TL05", "Expressions"),
    TESTS("TL06", "Tests"),
    WINDOWS("TL07", "Windows and features"),
    DATA("TL08", "Lists and tables"),
    LOGIC("TL09", "What is always or never so"),
    OUTCOMES("TL10", "What a rule makes");

    private final String prefix;
    private final String title;

    Group(String prefix, String title) {
      this.prefix = prefix;
      this.title = title;
    }

    /** A heading for lists of codes. */
    public String title() {
      return title;
    }

    private static Group of(String id) {
      for (Group group : values()) {
        if (id.startsWith(group.prefix)) {
          return group;
        }
      }
      throw new IllegalArgumentException("no group for " + id);
    }
  }

  private final String id;
  private final Severity severity;
  private final String explanation;
  private final Group group;

  Code(String id, Severity severity, String explanation) {
    this.id = id;
    this.severity = severity;
    this.explanation = explanation;
    this.group = Group.of(id);
  }

  /** The stable code, such as {@code TL0123}. */
  public String id() {
    return id;
  }

  public Severity severity() {
    return severity;
  }

  /** One line for lists of codes. */
  public String explanation() {
    return explanation;
  }

  public Group group() {
    return group;
  }
}
