/*
 * The rule language. Parser rules first, then tokens; docs/language.md says what it all means.
 *
 * A rule that stands for one field, definition, clause or part of a test is also where the parser
 * takes up again after an error (see Recovery).
 */
grammar Tripline;

options {
  superClass = ParserBase;
}

@lexer::members {
  /** Whether the last declaration begun is a test, in which a line of bars is a row of events. */
  private boolean inTest;

  /** Whether only blanks stand before the last character on its line. */
  private boolean startsLine() {
    for (int i = -2; ; i--) {
      int c = _input.LA(i);
      if (c != ' ' && c != '\t') {
        return c == '\n' || c == '\r' || c == IntStream.EOF || c == '\uFEFF';
      }
    }
  }
}

// ---------------------------------------------------------------- files

ruleSet : declaration* EOF ;

declaration
  : eventDeclaration
  | ruleDeclaration
  | featureDeclaration
  | listDeclaration
  | tableDeclaration
  | testDeclaration
  ;

// ---------------------------------------------------------------- events

eventDeclaration : 'event' name '{' field* '}' ;

field : name {sameLine()}? type nullable='?'? annotation* ;

type : name ( '(' typeArgument ( ',' typeArgument )* ')' )? ;

typeArgument : INTEGER | TEXT | name ;

annotation : '@' name ( '(' ( annotationArgument ','? )* ')' )? ;

annotationArgument : TEXT | DURATION | INTEGER | name ;

// ---------------------------------------------------------------- rules

ruleDeclaration : 'rule' name '{' section* '}' ;

section
  : 'title' TEXT                                # title
  | 'severity' name                             # severity
  | 'tags' tag ( ',' tag )*                     # tags
  | 'param' name '=' expression                 # param
  | 'by' key                                    # by
  | 'on' name ( 'by' key )? when?               # trigger
  | 'pattern' pattern ( 'within' duration )?    # patternSection
  | 'define' definition+                        # define
  | 'after' 'match' 'skip' skip ( 'limit' INTEGER )?  # afterMatch
  | 'alert' TEXT alertClause*                   # alert
  | 'emit' name '{' ( named ( ',' named )* )? '}'  # emit
  | 'decide' name                               # decide
  ;

tag : name | TEXT ;

key
  : 'none'
  | keyItem ( ',' keyItem )*
  ;

keyItem
  : keyPart
  | '(' keyPart ( ',' keyPart )* ')'
  ;

keyPart : name ( '.' name )? ;

when : 'when' expression ;

definition : name ':' {!startsDefinition()}? name ( 'where' expression )? ;

skip
  : 'none'
  | 'to' 'next'
  | 'past' 'last'
  | 'to' ( 'first' | 'last' ) name
  ;

alertClause
  : 'score' expression                          # score
  | 'with' named ( ',' named )*                 # with
  | 'once' 'per' duration                       # once
  ;

named : name '=' expression ;

duration : DURATION | name ;

// ---------------------------------------------------------------- patterns

// From tight to loose: quantifier, &, the arrows, |
pattern : sequence ( '|' sequence )* ;

sequence : conjunction ( link conjunction )* ;

link : ( '->' | '=>' | '~>' ) gap? ;

gap : '[' duration ( '..' duration )? ']' ;

conjunction : step ( '&' step )* ;

step
  : 'not' step                                  # absence
  | ( name | '(' pattern ')' ) quantifier? modifier*  # repetition
  ;

quantifier
  : '?'
  | '*'
  | '+'
  | '{' INTEGER '}'
  | '{' INTEGER ',' INTEGER? '}'
  | '{' ',' INTEGER '}'
  ;

modifier
  : 'consecutive'
  | 'any'
  | 'greedy'
  | 'reluctant'
  | 'until' expression
  ;

// ---------------------------------------------------------------- expressions

// What is true, false or unknown. Comparisons do not chain.
expression
  : 'not' expression                            # not
  | expression 'and' expression                 # and
  | expression 'or' expression                  # or
  | operand predicate?                          # test
  ;

predicate
  : op=( '=' | '!=' | '<>' | '<' | '<=' | '>' | '>=' ) operand  # comparison
  | 'not'? 'in' '(' expression ( ',' expression )* ')'  # in
  | 'not'? 'in' name                            # inList
  | 'not'? 'between' operand 'and' operand      # between
  | 'not'? 'like' operand                       # like
  | 'not'? 'matches' operand                    # matches
  | 'is' 'not'? 'null'                          # isNull
  ;

// What has a value.
operand
  : '-' operand                                 # negate
  | operand op=( '*' | '/' | '%' ) operand      # product
  | operand op=( '+' | '-' ) operand            # sum
  | primary                                     # value
  ;

primary
  : '(' expression ')'                          # parentheses
  | literal                                     # constant
  | 'case' branch+ ( 'else' expression )? 'end' # case
  | 'approx'? name '(' arguments? ')' ( 'over' window )?  # call
  | name '[' expression ']' '.' name            # lookup
  | name '.' name                               # member
  | {!startsDefinition()}? name                 # bare
  ;

branch : 'when' expression 'then' expression ;

arguments
  : expression ( ',' expression )* ( 'where' expression )?
  | 'where' expression
  ;

literal
  : INTEGER                                     # integer
  | DECIMAL                                     # decimal
  | ( INTEGER | DECIMAL ) unit                  # quantity
  | DURATION                                    # durationLiteral
  | TEXT                                        # text
  | 'timestamp' TEXT                            # timestamp
  | ( 'true' | 'false' )                        # boolean
  | 'null'                                      # null
  ;

unit : 'km' ( '/' 'h' )? | 'mi' | 'mph' ;

// ---------------------------------------------------------------- windows, features, data

window
  : 'previous'? duration delay? panes?          # sliding
  | 'last' INTEGER                              # lastEvents
  | 'session' duration                          # session
  | name TEXT                                   # calendar
  ;

delay : 'delayed' duration ;

panes : 'every' duration ;

featureDeclaration : 'feature' name '=' expression 'by' key 'over' window ;

listDeclaration : 'list' name 'of' type ;

tableDeclaration : 'table' name 'key' name type? ( 'from' name )? '{' ( field ','? )* '}' ;

// ---------------------------------------------------------------- tests

testDeclaration : 'test' name TEXT? '{' testPart* '}' ;

testPart
  : name '{' ( testValue ( ',' testValue )* )? '}' ROW*  # given
  | 'param' name '=' expression                 # givenParam
  | 'expect' 'alert' name ( 'for' testKey )? ( 'at' testMoment )?
      ( '{' expected ( ',' expected )* '}' )?   # expectAlert
  | 'expect' 'no' 'other'? 'alert'              # expectNoAlert
  | 'expect' 'decision' name ( 'at' testMoment )?  # expectDecision
  | 'expect' 'no' 'other'? 'decision'           # expectNoDecision
  ;

testKey
  : testValue
  | '(' testValue ( ',' testValue )* ')'
  ;

// The id of an event, or a time.
testMoment
  : INTEGER ':' INTEGER ( ':' ( INTEGER | DECIMAL ) )?  # clock
  | 'timestamp' TEXT                            # instant
  | testValue                                   # eventId
  ;

expected : name '=' testValue* ;

testValue
  : '-'? ( INTEGER | DECIMAL | DURATION )
  | MALFORMED_NUMBER
  | TEXT
  | 'true'
  | 'false'
  | 'null'
  | name
  ;

// What is inside the braces of an alert's text, on its own.
hole : expression EOF ;

// ---------------------------------------------------------------- names

// Words that mean something in one place only are names everywhere else.
name
  : IDENTIFIER
  | QUOTED_NAME
  | 'any' | 'approx' | 'at' | 'consecutive' | 'decision' | 'delayed' | 'every' | 'expect' | 'first' | 'for' | 'from' | 'greedy' | 'h' | 'key' | 'km'
  | 'last' | 'limit' | 'match' | 'mi' | 'mph' | 'next' | 'no' | 'none' | 'of' | 'once' | 'other' | 'param'
  | 'past' | 'per' | 'previous' | 'reluctant' | 'score' | 'session' | 'severity' | 'skip' | 'tags'
  | 'timestamp' | 'title' | 'to' | 'until' | 'with'
  ;

// ---------------------------------------------------------------- tokens

// Reserved words.
AFTER : 'after' ;
ALERT : 'alert' ;
AND : 'and' ;
BETWEEN : 'between' ;
BY : 'by' ;
CASE : 'case' ;
DECIDE : 'decide' ;
DEFINE : 'define' ;
ELSE : 'else' ;
EMIT : 'emit' ;
END : 'end' ;
EVENT : 'event' { inTest = false; } ;
FALSE : 'false' ;
FEATURE : 'feature' { inTest = false; } ;
IN : 'in' ;
IS : 'is' ;
LIKE : 'like' ;
LIST : 'list' { inTest = false; } ;
MATCHES : 'matches' ;
NOT : 'not' ;
NULL : 'null' ;
ON : 'on' ;
OR : 'or' ;
OVER : 'over' ;
PATTERN : 'pattern' ;
RULE : 'rule' { inTest = false; } ;
TABLE : 'table' { inTest = false; } ;
TEST : 'test' { inTest = true; } ;
THEN : 'then' ;
TRUE : 'true' ;
WHEN : 'when' ;
WHERE : 'where' ;
WITHIN : 'within' ;

// Words that are names elsewhere.
ANY : 'any' ;
APPROX : 'approx' ;
AT_WORD : 'at' ;
CONSECUTIVE : 'consecutive' ;
DECISION : 'decision' ;
DELAYED : 'delayed' ;
EVERY : 'every' ;
EXPECT : 'expect' ;
FIRST : 'first' ;
FOR : 'for' ;
FROM : 'from' ;
GREEDY : 'greedy' ;
H : 'h' ;
KEY : 'key' ;
KM : 'km' ;
LAST : 'last' ;
LIMIT : 'limit' ;
MATCH : 'match' ;
MI : 'mi' ;
MPH : 'mph' ;
NEXT : 'next' ;
NO : 'no' ;
NONE : 'none' ;
OF : 'of' ;
ONCE : 'once' ;
OTHER : 'other' ;
PARAM : 'param' ;
PAST : 'past' ;
PER : 'per' ;
PREVIOUS : 'previous' ;
RELUCTANT : 'reluctant' ;
SCORE : 'score' ;
SESSION : 'session' ;
SEVERITY : 'severity' ;
SKIP_ : 'skip' ;
TAGS : 'tags' ;
TIMESTAMP : 'timestamp' ;
TITLE : 'title' ;
TO : 'to' ;
UNTIL : 'until' ;
WITH : 'with' ;

// An event of a test: cells between bars, to the last bar of the line. (A condition before the
// first character would be asked for every token, and keep the lexer from remembering its states.)
ROW : '|' {inTest && startsLine()}? ( ~[|\r\n]* '|' )+ ;

LBRACE : '{' ;
RBRACE : '}' ;
LPAREN : '(' ;
RPAREN : ')' ;
LBRACKET : '[' ;
RBRACKET : ']' ;
COMMA : ',' ;
COLON : ':' ;
DOT : '.' ;
DOTS : '..' ;
AT : '@' ;
QUESTION : '?' ;
BAR : '|' ;
AMPERSAND : '&' ;
FOLLOWED_BY : '->' ;
NEXT_TO : '=>' ;
FOLLOWED_BY_ANY : '~>' ;
EQ : '=' ;
NE : '!=' ;
NE_SQL : '<>' ;
LT : '<' ;
LE : '<=' ;
GT : '>' ;
GE : '>=' ;
PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
PERCENT : '%' ;

// Operators of other languages, for a message that names ours.
FOREIGN : '==' | '&&' | '||' | '!' ;

IDENTIFIER : LETTER ( LETTER | DIGIT )* ;
QUOTED_NAME : '`' ~[`\r\n]+ '`' ;

INTEGER : DIGIT+ ;
DECIMAL : DIGIT+ '.' DIGIT+ ;
DURATION : DIGIT+ ( 'ms' | 's' | 'm' | 'h' | 'd' ) ;
MALFORMED_NUMBER : DIGIT+ ( '.' DIGIT+ )? LETTER ( LETTER | DIGIT )* ;

// A quote inside is doubled, as in SQL. A backslash is a backslash.
TEXT : '\'' ( ~['\r\n] | '\'\'' )* '\'' | '"' ( ~["\r\n] | '""' )* '"' ;
UNTERMINATED_TEXT : ( '\'' ( ~['\r\n] | '\'\'' )* | '"' ( ~["\r\n] | '""' )* | '`' ~[`\r\n]* ) ;

DOC : '///' ~[\r\n]* -> channel(HIDDEN) ;
LINE_COMMENT : '//' ~[\r\n]* -> channel(HIDDEN) ;
BLOCK_COMMENT : '/*' .*? '*/' -> channel(HIDDEN) ;
// To the end of the file, so that it is looked for once, and not again at each /* inside of it.
UNTERMINATED_COMMENT : '/*' ( ~'*' | '*'+ ~[*/] )* '*'* EOF ;
BLANK : [ \t\r\n\u000C\uFEFF\u00A0]+ -> channel(HIDDEN) ;

STRAY : . ;

fragment LETTER : [\p{L}\p{M}_] ;
fragment DIGIT : [0-9] ;
