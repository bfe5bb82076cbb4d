package io.tripline.engine.match.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.match.Match;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Cases worked out by hand from the language reference; both the engine and the reference matcher
 * must give them.
 *
 * <p>An event is written as the variables it satisfies, a to d, m and n of type E, f of type F
 * ({@code x} and {@code y}: none), with its value {@code v} behind them ({@code a5}). They come one
 * a second, or at the second given ({@code a@5}; with the clock that matching goes by, if it is
 * another: {@code a@5/7}). {@code |20}: time passes up to second 20. Then the input ends and time
 * goes on for ever, unless there is {@code ...}.
 *
 * <p>A match is written as each variable with the positions of its events, and the second of its
 * end if time completed it ({@code a[0] @10}). Matches stand in their order.
 */
class WorkedCasesTest {
  private static final String VARIABLES = "abcdmnf";
  private static final String OF_TYPE_F = "f";

  @ParameterizedTest(name = "{0} : {1} : {2}")
  @CsvSource(
      delimiter = ':',
      textBlock =
          """
          # the three arrows
          a -> b within 1h                    : a x b b             : a[0] b[2]
          a => b within 1h                    : a b                 : a[0] b[1]
          a => b within 1h                    : a x b               :
          a ~> b within 1h; skip none         : a b x b             : a[0] b[1]; a[0] b[3]
          a -> b within 1h; skip none         : a b x b             : a[0] b[1]
          a -> b within 1h; skip none         : a a b               : a[0] b[2]; a[1] b[2]
          a -> b within 1h                    : a a b               : a[0] b[2]
          # a limit on the matches of one event
          a ~> b within 1h; skip none limit 2 : a a a b b           : a[0] b[3]; a[1] b[3]; a[0] b[4]; a[1] b[4]
          a ~> b within 1h; skip to next limit 2 : a a a b b        : a[0] b[3]; a[1] b[3]
          a+ any -> b within 1h; skip none limit 3 : a a a b        : a[0,1,2] b[3]; a[0,1] b[3]; a[0,2] b[3]
          a -> [5s] not b; skip none limit 1  : a@0 a@0 a@1         : a[0] @5; a[2] @6
          # time: inclusive at both ends of within
          a -> b within 3s                    : a@0 b@3             : a[0] b[1]
          a -> b within 3s                    : a@0 b@4             :
          a -> b within 3s                    : a@0 a@2 b@5         : a[1] b[2]
          a => b within 1s                    : a@0 b@0             : a[0] b[1]
          # alternatives: the arrow speaks of both
          a -> (b | c) within 1h; skip none   : a b c               : a[0] b[1] c[]
          a -> (b | c) within 1h; skip none   : a c b               : a[0] b[] c[1]
          a ~> (b | c) within 1h; skip none   : a b c               : a[0] b[1] c[]; a[0] b[] c[2]
          a -> (b | c) within 1h; skip none   : a bc                : a[0] b[1] c[]; a[0] b[] c[1]
          a -> (b | c) within 1h              : a bc                : a[0] b[1] c[]
          a -> b | c within 1h                : c a b               : a[] b[] c[0]; a[1] b[2] c[]
          # optional parts
          a -> b? -> c within 1h              : a b c               : a[0] b[1] c[2]
          a -> b? -> c within 1h; skip none   : a b c               : a[0] b[1] c[2]; a[0] b[] c[2]
          a => b? -> c within 1h              : a x c               : a[0] b[] c[2]
          a -> b? => c within 1h              : a x c               :
          a -> (b? -> c) within 1h; skip none : a b c               : a[0] b[1] c[2]; a[0] b[] c[2]
          a? -> b within 1h; skip none        : a b                 : a[0] b[1]; a[] b[1]
          # repetitions
          a{3} within 1h                      : a x a a a           : a[0,2,3]
          a{3} within 1h; skip to next        : a a a a             : a[0,1,2]; a[1,2,3]
          a{2,3} -> b within 1h               : a a a a b           : a[0,1,2] b[4]
          a{2,3} -> b within 1h; skip none    : a a a b             : a[0,1,2] b[3]; a[0,1] b[3]; a[1,2] b[3]
          a{2,} -> b within 1h                : a a a a b           : a[0,1,2,3] b[4]
          a+ -> b within 1h                   : a x a b             : a[0,2] b[3]
          a* -> b within 1h                   : b a b               : a[] b[0]; a[1] b[2]
          a{,2} -> b within 1h; skip none     : a a b               : a[0,1] b[2]; a[0] b[2]; a[1] b[2]; a[] b[2]
          a{2} consecutive within 1h          : a x a a             : a[2,3]
          a{2} any within 1h; skip none       : a a a               : a[0,1]; a[0,2]; a[1,2]
          a{5,} within 1h                     : a a a a a a         : a[0,1,2,3,4]
          # greedy, reluctant, until
          a+ greedy -> b within 1h            : a ab b              : a[0,1] b[2]
          a+ greedy -> b within 1h            : a a ab              :
          a+ -> b within 1h                   : a ab b              : a[0] b[1]
          a{1,2} greedy -> b within 1h        : a a ab              : a[0,1] b[2]
          a+ consecutive greedy -> b within 1h : a x ab             : a[0] b[2]
          a* greedy -> b within 1h; skip none : ab b                : a[0] b[1]; a[] b[1]
          a+ reluctant -> b within 1h         : a a ab ab           : a[0,1] b[2]
          a+ reluctant -> b within 1h; skip none : a ab b           : a[0] b[1]; a[1] b[2]
          a+ until c = 1 -> b within 1h       : a a c a b           : a[0,1] b[4]
          a+ until c = 1 -> b within 1h; skip none : a ac b         : a[0] b[2]
          a+ until c = 1 -> b within 1h       : a a bc              : a[0,1] b[2]
          a{2,} until c = 1 -> b within 1h    : a c a b             :
          b -> a+ greedy within 1h            : b a a               : a[1] b[0]
          a+ any -> b within 1h; skip none    : a a b               : a[0,1] b[2]; a[0] b[2]; a[1] b[2]
          # groups
          (a -> b){2} within 1h               : a b a b             : a[0,2] b[1,3]
          (a => b){2} consecutive within 1h   : a b x a b a b       : a[3,5] b[4,6]
          (a | b){3} within 1h                : a b a               : a[0,2] b[1]
          (a -> b)+ -> c within 1h            : a b a b c           : a[0,2] b[1,3] c[4]
          (a? -> b?){2} within 1h             : a b                 : a[0] b[1]
          (a+)+ -> b within 1h; skip none     : a a b               : a[0,1] b[2]; a[0] b[2]; a[1] b[2]
          (a -> b){2} within 1h               : a b x a b           : a[0,3] b[1,4]
          # an event of another type that the rule names is next, too
          a => b | f within 1h                : a y b               :
          a -> b | f within 1h                : a y b               : a[0] b[2] f[]
          # one variable at two places
          a -> b -> a within 1h               : a b a               : a[0,2] b[1]
          # after match
          a -> b -> c within 1h; skip to first b : a b a b c        : a[0] b[1] c[4]; a[2] b[3] c[4]
          a ~> b within 1h; skip to last b    : a ab b              : a[0] b[1]; a[1] b[2]
          a ~> b within 1h; skip to next      : a b b               : a[0] b[1]
          a -> b within 1h; skip to next      : a a b               : a[0] b[2]; a[1] b[2]
          a -> b? ~> c within 1h; skip to first b : a c c               : a[0] b[] c[1]
          a{2} within 1h; skip past last      : a a a a             : a[0,1]; a[2,3]
          a{2} within 1h; skip to last a      : a a a               : a[0,1]; a[1,2]
          # gaps: both bounds belong to them
          a -> [5s] b within 1h               : a@0 b@5             : a[0] b[1]
          a -> [5s] b within 1h               : a@0 b@6             :
          a -> [2s..5s] b within 1h           : a@0 b@1             :
          a -> [2s..5s] b within 1h           : a@0 b@2             : a[0] b[1]
          a -> [2s..5s] b within 1h           : a@0 b@5             : a[0] b[1]
          a -> [2s..5s] b within 1h           : a@0 b@6             :
          a => [2s..5s] b within 1h           : a@0 b@3             : a[0] b[1]
          a => [2s..5s] b within 1h           : a@0 b@1 b@3         :
          a => [5s] b within 1h               : a@0 x@1 b@2         :
          a ~> [2s..5s] b within 1h; skip none : a@0 b@1 b@2 b@5 b@6 : a[0] b[2]; a[0] b[3]
          # a gap does not change what an arrow says: a b that comes too early stands in the way
          a -> [2s..5s] b within 1h           : a@0 b@1 b@3         :
          a -> [1s..5s] (b | c) within 1h     : a@0 b@0 c@2         :
          # bounds on all arrows need no within
          a -> [5s] b                         : a@0 b@5             : a[0] b[1]
          a -> [5s] b -> [5s] c               : a@0 b@5 c@10        : a[0] b[1] c[2]
          a -> [5s] b -> [5s] c               : a@0 b@5 c@11        :
          # equal times, and times before 1970
          a -> [1s..5s] b within 1h           : a@0 b@0             :
          a -> [5s] b within 1h               : a@0 b@0             : a[0] b[1]
          a -> [5s] b                         : a@-3 b@2            : a[0] b[1]
          a -> [5s] b                         : a@-3 b@3            :
          a -> [3s..5s] b                     : a@-3 b@0            : a[0] b[1]
          a -> [3s..5s] b                     : a@-2 b@0            :
          a -> b within 3s                    : a@-3 b@0            : a[0] b[1]
          a -> b within 3s                    : a@-3 b@1            :
          # a gap begins at the last event before it
          a{2} -> [2s] b within 1h            : a@0 a@10 b@12       : a[0,1] b[2]
          a{2} -> [2s] b within 1h            : a@0 a@10 b@13       :
          (a -> b) -> [2s] c within 1h        : a@0 b@5 c@7         : a[0] b[1] c[2]
          (a -> [2s] b){2} within 1h          : a@0 b@2 a@9 b@11    : a[0,2] b[1,3]
          (a -> [2s] b){2} within 1h          : a@0 b@2 a@9 b@12    :
          # and ends at the first event behind it
          a -> [2s] (b -> c) within 1h        : a@0 b@2 c@9         : a[0] b[1] c[2]
          a -> [2s] (b | c) within 1h         : a@0 c@2             : a[0] b[] c[1]
          a -> [2s] b{2} within 1h            : a@0 b@2 b@9         : a[0] b[1,2]
          # of arrows around skipped parts the one right before the event counts
          a -> [5s] b? -> [2s] c within 1h    : a@0 c@2             : a[0] b[] c[1]
          a -> [5s] b? -> [2s] c within 1h    : a@0 c@3             :
          a -> [1s] b? -> c within 1h         : a@0 c@9             : a[0] b[] c[1]
          a -> [5s] b? -> [2s] c within 1h    : a@0 b@4 c@6         : a[0] b[1] c[2]
          a? -> [1s] b within 1h; skip none   : a@0 b@5             : a[] b[1]
          # what an event's own time says does not matter, its clock does
          a -> [5s] b within 1h               : a@0 b@2/9           :
          a -> [5s] b within 1h               : a@0/7 b@12          : a[0] b[1]
          a -> b within 3s                    : a@0 b@3/4           :
          # greedy and reluctant: what can be taken depends on the gap
          a -> [2s] b* greedy -> c within 1h  : a@0 bc@3            : a[0] b[] c[1]
          a -> [2s] b* greedy -> c within 1h  : a@0 bc@2            :
          a+ reluctant -> [2s] b within 1h    : a@0 ab@5 b@6        : a[0,1] b[2]
          a+ reluctant -> [5s] b within 1h    : a@0 ab@5 b@6        : a[0] b[1]
          # not in the middle: strictly between
          a -> not n -> b within 1h           : a b                 : a[0] b[1]
          a -> not n -> b within 1h           : a x b               : a[0] b[2]
          a -> not n -> b within 1h           : a n b               :
          a -> not n -> b within 1h           : n a b n             : a[1] b[2]
          a -> not n -> b within 1h           : an b                : a[0] b[1]
          a -> not n -> b within 1h           : a nb                : a[0] b[1]
          a -> not n -> b within 1h           : a@0 n@0 b@0         :
          a -> not n -> b within 1h; skip none : a n a b b           : a[2] b[3]
          a -> not n ~> b within 1h; skip none : a b n b             : a[0] b[1]
          a -> not f -> b within 1h           : a y b               : a[0] b[2]
          a -> not f -> b within 1h           : a f b               :
          a -> not a -> b within 1h           : a a b               : a[1] b[2]
          # the event right after
          a => not n -> b within 1h           : a n b               :
          a => not n -> b within 1h           : a x n b             : a[0] b[3]
          a => not n -> b within 1h           : a nb                : a[0] b[1]
          a => not n -> b within 1h           : a b                 : a[0] b[1]
          a => not n ~> b within 1h; skip none : a x b n b           : a[0] b[2]; a[0] b[4]
          a => not n ~> b within 1h; skip none : a nb b              : a[0] b[1]
          # several
          a -> not n -> not m -> b within 1h  : a x b               : a[0] b[2]
          a -> not n -> not m -> b within 1h  : a n b               :
          a -> not n -> not m -> b within 1h  : a m b               :
          a -> not n => not m -> b within 1h  : a x m b             : a[0] b[3]
          a -> not n => not m -> b within 1h  : a m b               :
          a -> not n => not m -> b within 1h  : a x n b             :
          a -> not n -> b -> not m -> c within 1h : a m b n c           : a[0] b[2] c[4]
          a -> not n -> b -> not m -> c within 1h : a b m c             :
          # the gap behind it runs from the last event
          a -> not n -> [2s] b within 1h      : a@0 x@1 b@2         : a[0] b[2]
          a -> not n -> [2s] b within 1h      : a@0 x@1 b@3         :
          a => not n -> [2s..3s] b within 1h  : a@0 x@1 b@2         : a[0] b[2]
          # its condition sees what is bound before it
          a -> not n -> b within 1h; n where v > a.v : a5 n3 b             : a[0] b[2]
          a -> not n -> b within 1h; n where v > a.v : a5 n7 b             :
          a{2} -> not n -> b within 1h; n where v > last(a.v) : a5 n7 a9 n8 b       : a[0,2] b[4]
          # across parts that took nothing
          a -> not n -> b? -> c within 1h     : a n c               :
          a -> not n -> b? -> c within 1h     : a b n c             : a[0] b[1] c[3]
          a -> b? -> not n -> c within 1h     : a n b c             : a[0] b[2] c[3]
          a -> b? -> not n -> c within 1h     : a n c               :
          a => b? => not n -> c within 1h     : a x n c             : a[0] b[] c[3]
          # nothing was taken before it: it says nothing
          b? -> not n -> c within 1h          : n c                 : b[] c[1]
          b? -> not n -> c within 1h; skip none : b n c               : b[] c[2]
          # everything behind it took nothing: to the end of the match
          a -> not n -> b? within 1h; skip none : a n                 : a[0] b[]
          a -> not n -> b? within 1h; skip none : a n b               : a[0] b[]
          a -> not n -> b? within 1h; skip none : a b                 : a[0] b[]; a[0] b[1]
          a -> not n -> b? -> [5s] not m within 1h : a@0 n@3             :
          a -> not n -> b? -> [5s] not m within 1h : a@0 n@5             :
          a -> not n -> b? -> [5s] not m within 1h : a@0 n@6             : a[0] b[] @5
          a => not n -> b? -> [5s] not m within 1h : a@0 n@1             :
          a => not n -> b? -> [5s] not m within 1h : a@0 x@1 n@2         : a[0] b[] @5
          a => not n -> b? -> [5s] not m within 1h : a@0 n@6             : a[0] b[] @5
          # loops: not between the repetitions before it, but across their joint where it stands inside
          a{2} -> not n -> b within 1h        : a n a b             : a[0,2] b[3]
          a{2} -> not n -> b within 1h        : a a n b             :
          a -> not n -> b{2} within 1h        : a b n b             : a[0] b[1,3]
          (a -> not n -> b){2} within 1h      : a b n a b           : a[0,3] b[1,4]
          (a -> not n -> b){2} within 1h      : a b a n b           :
          (a -> not n -> b?){2} within 1h     : a x a               : a[0,2] b[]
          (a -> not n -> b?){2} within 1h     : a n a               :
          (a -> not n -> b?){2} within 1h     : a b n a             : a[0,3] b[1]
          # not at the end: until its time is over, the end included
          a -> not n within 10s               : a@0                 : a[0] @10
          a -> not n within 10s               : a@0 n@3             :
          a -> not n within 10s               : a@0 n@10            :
          a -> not n within 10s               : a@0 n@11            : a[0] @10
          a -> not n within 10s               : a@0 x@10 ...        :
          a -> not n within 10s               : a@0 x@11 ...        : a[0] @10
          a -> not n within 10s               : a@0 |10 ...         :
          a -> not n within 10s               : a@0 |11 ...         : a[0] @10
          a -> not n within 10s               : a@0 |11 n@11        : a[0] @10
          a -> not n within 10s               : a@0 ...             :
          a -> not n within 10s               : a@0 n@0             :
          a -> not n within 10s               : n@0 a@0             : a[1] @10
          a -> not n within 10s               : an@0                : a[0] @10
          a -> not n within 10s               : a@-10 n@0           :
          a -> not n within 10s               : a@-10 n@1           : a[0] @0
          a -> not n within 10s               : a@-30               : a[0] @-20
          a -> not n within 10s               : a@0 n@9/11          : a[0] @10
          # with a bound of its own: from the last event
          a -> [5s] not n                     : a@0 n@5             :
          a -> [5s] not n                     : a@0 n@6             : a[0] @5
          a -> [5s] not n                     : a@0                 : a[0] @5
          a -> [5s] not n                     : a@-5 n@0            :
          a -> [5s] not n                     : a@-5 x@1 ...        : a[0] @0
          a -> b -> [5s] not n within 10s     : a@0 b@10            : a[0] b[1] @15
          a -> b -> [5s] not n within 10s     : a@0 b@11            :
          a -> b -> not n within 10s          : a@0 n@2 b@4         : a[0] b[2] @10
          a -> b -> not n within 10s          : a@0 b@4 n@7         :
          a -> b -> not n within 10s          : a@0 b@10            : a[0] b[1] @10
          a -> b -> not n within 10s          : a@0 b@10 n@10       :
          a -> b? -> [5s] not n within 1h     : a@0 b@3             : a[0] b[] @5
          a -> b? -> [5s] not n within 1h; skip none : a@0 b@3             : a[0] b[] @5; a[0] b[1] @8
          a -> b? -> [5s] not b within 1h     : a@0 b@3             : a[0] b[1] @8
          # the whole burst, once it is over
          a{2,} -> [2s] not a within 1h       : a@0 a@1 a@3         : a[0,1,2] @5
          a{2,} -> [2s] not a within 1h       : a@0 a@1 a@3 a@6 a@7 : a[0,1,2] @5; a[3,4] @9
          a{2,} greedy -> [2s] not n within 1h : a@0 a@1 a@2         : a[0,1] @3
          # its condition sees what is bound
          a -> [5s] not n; n where v > a.v    : a5@0 n3@1           : a[0] @5
          a -> [5s] not n; n where v > a.v    : a5@0 n6@1           :
          # several at the end, each with its own time
          a -> [5s] not n -> [3s] not m       : a@0                 : a[0] @5
          a -> [5s] not n -> [3s] not m       : a@0 m@3             :
          a -> [5s] not n -> [3s] not m       : a@0 m@4             : a[0] @5
          a -> [5s] not n -> [3s] not m       : a@0 n@4             :
          a -> [5s] not n -> not m within 10s : a@0 m@9             :
          a -> [5s] not n -> not m within 10s : a@0 n@6             : a[0] @10
          # at one end: the usual order, and what started after a match's last event stays
          a -> [5s] not n                     : a@0 a@2             : a[0] @5; a[1] @7
          a -> [5s] not n                     : a@0 a@0             : a[0] @5; a[1] @5
          a{1,2} -> [5s] not n within 1h      : a@0 a@2             : a[0] @5; a[1] @7
          a{1,2} -> [5s] not n within 1h; skip none : a@0 a@2             : a[0] @5; a[0,1] @7; a[1] @7
          a{1,2} -> [5s] not n within 1h; skip to next : a@0 a@2             : a[0] @5; a[1] @7
          a{2} -> [5s] not n within 1h        : a a a               : a[0,1] @6
          a{2} -> [5s] not n within 1h; skip to next : a a a               : a[0,1] @6; a[1,2] @7
          a{2} -> [5s] not n within 1h; skip to last a : a a a               : a[0,1] @6; a[1,2] @7
          a{2} -> not n within 5s; skip to first a : a@0 a@0 a@0         : a[0,1] @5; a[1,2] @5
          # an event at the end comes before the timer, one behind it after
          b | a -> [5s] not n; skip none      : a@0 b@5             : a[] b[1]; a[0] b[] @5
          b | a -> [5s] not n                 : a@0 b@5             : a[] b[1]
          b | a -> [5s] not n                 : a@0 b@6             : a[0] b[] @5; a[] b[1]
          # two ways to one binding are one match, complete when the first of them is
          a | a -> [5s] not n; skip none      : a                   : a[0]
          a -> [2s] not n | a -> [5s] not m; skip none : a@0                 : a[0] @2
          a -> [2s] not n | a -> [5s] not m; skip none : a@0 n@1             : a[0] @5
          # not at the start: so long before the first event, both ends included
          not n -> [10s] a                    : a@0                 : a[0]
          not n -> [10s] a                    : n@0 a@10            :
          not n -> [10s] a                    : n@0 a@11            : a[1]
          not n -> [10s] a                    : n@5 a@5             :
          not n -> [10s] a                    : a@5 n@5             : a[0]
          not n -> [10s] a                    : na@5                : a[0]
          not n -> [10s] a                    : n@-8 a@2            :
          not n -> [10s] a                    : n@-9 a@2            : a[1]
          not n -> [10s] a                    : n@-10 a@0           :
          not n -> [10s] a                    : n@0 n@5 a@11        :
          not n -> [10s] a                    : n@0 a@5/11          : a[1]
          not n -> [10s] a                    : n@0/5 a@11          :
          not f -> [10s] a                    : f@0 a@10            :
          not f -> [10s] a                    : n@0 a@10            : a[1]
          not a -> [10s] a                    : a@0 a@5 a@16        : a[0]; a[2]
          not n -> [10s] a -> b within 1h     : a@0 n@1 b@2         : a[0] b[2]
          not n -> [10s] a -> b within 1h     : n@0 a@5 a@11 b@12   : a[2] b[3]
          not n -> [10s] a -> b within 1h     : n@0 a@11 b@12       : a[1] b[2]
          not n -> [10s] a{2} within 1h       : n@0 a@10 a@11 a@12  : a[2,3]
          # whatever that first event is
          not n -> [10s] a? -> b within 1h    : n@0 b@10            :
          not n -> [10s] a? -> b within 1h    : n@0 b@11            : a[] b[1]
          not n -> [10s] a? -> b within 1h    : n@0 a@10 b@11       : a[] b[2]
          not n -> [10s] (a & b) within 1h    : n@0 b@10 a@11       :
          not n -> [10s] (a | b)              : n@0 a@10 b@11       : a[] b[2]
          # several, and of one branch only
          not n -> [10s] not m -> [2s] a      : n@0 a@3             :
          not n -> [10s] not m -> [2s] a      : m@0 a@3             : a[1]
          not n -> [10s] not m -> [2s] a      : m@0 a@2             :
          not n -> [10s] a | b                : n@0 b@1 a@2         : a[] b[1]
          # at both ends
          not n -> [2s] a -> [3s] not n       : n@0 a@3 n@7         : a[1] @6
          not n -> [2s] a -> [3s] not n       : n@1 a@3 n@7         :
          not a -> [5s] a -> not a within 3s  : a@0 a@6 a@7 a@13    : a[0] @3; a[3] @16
          # and: in any order, each part another event
          a & b within 1h                     : a b                 : a[0] b[1]
          a & b within 1h                     : b a                 : a[1] b[0]
          a & b within 1h                     : a x b               : a[0] b[2]
          a & b within 1h                     : ab                  :
          a & b within 1h                     : ab ab               : a[0] b[1]
          a & b within 1h; skip none          : ab ab               : a[0] b[1]; a[1] b[0]
          a & b within 1h                     : a@0 b@0             : a[0] b[1]
          a & b within 3s                     : a@0 b@4             :
          a & b & c within 1h                 : a b c               : a[0] b[1] c[2]
          a & b & c within 1h                 : b c a               : a[2] b[0] c[1]
          a & b & c within 1h                 : c x a x b           : a[2] b[4] c[0]
          a & b & c & d within 1h             : d b c a             : a[3] b[1] c[2] d[0]
          a & f within 1h                     : f a                 : a[1] f[0]
          a & a within 1h                     : a a                 : a[0,1]
          # the arrow before it speaks of all parts, those inside only of the part they lead to
          c -> a & b within 1h; skip none     : c a b a             : a[1] b[2] c[0]
          c -> a & b within 1h; skip none     : c a a b             : a[1] b[3] c[0]
          c ~> a & b within 1h; skip none     : c a b a             : a[1] b[2] c[0]; a[3] b[2] c[0]
          c => a & b within 1h                : c x a b             :
          c => a & b within 1h                : c b x a             : a[3] b[1] c[0]
          a & b within 1h; skip none          : a a b b             : a[0] b[2]; a[1] b[2]
          a & b => c within 1h                : a b x c             :
          a & b => c within 1h                : b a c               : a[1] b[0] c[2]
          c -> (a? -> b) & d within 1h         : c a b d             : a[1] b[2] c[0] d[3]
          c -> (a? -> b) & d within 1h; skip none : c a b d          : a[1] b[2] c[0] d[3]; a[] b[2] c[0] d[3]
          c -> (a? -> b) & d within 1h         : c a d b             :
          c -> (a? -> b) & d within 1h         : c x d b             : a[] b[3] c[0] d[2]
          c -> a & (b? -> d) within 1h; skip none : c b a d          :
          # its parts are not mixed
          (a -> b) & c within 1h              : a c b               :
          (a -> b) & c within 1h              : a b c               : a[0] b[1] c[2]
          (a -> b) & c within 1h              : c a b               : a[1] b[2] c[0]
          (a => b) & c within 1h              : c a x b             :
          (a | b) & c within 1h               : c b                 : a[] b[1] c[0]
          # with loops
          a{2} & b within 1h                  : a b a a             : a[2,3] b[1]
          a{2} & b within 1h                  : a a b               : a[0,1] b[2]
          a+ & b within 1h                    : a a b               : a[0,1] b[2]
          (a & b){2} within 1h                : a b b a             : a[0,3] b[1,2]
          (a & b){2} consecutive within 1h    : a b x a b           :
          (a & b){2} consecutive within 1h    : b x a a b           : a[2,3] b[0,4]
          (a & b)? -> c within 1h             : b a c               : a[1] b[0] c[2]
          a+ greedy & b within 1h             : a ab b              : a[0,1] b[2]
          a+ reluctant & b within 1h          : a ab b              : a[0] b[1]
          # behind a part come all parts that are still to come
          a+ reluctant & b & c within 1h      : a ac b c             : a[0] b[2] c[1]
          a+ any reluctant & b & c within 1h; skip none : a ac b     : a[0] b[2] c[1]
          # with gaps and not
          c -> [2s] (a & b) within 1h         : c@0 b@2 a@9         : a[2] b[1] c[0]
          (a & b) -> [2s] c within 1h         : a@0 b@5 c@7         : a[0] b[1] c[2]
          (a & b) -> [2s] c within 1h         : a@0 b@5 c@8         :
          (a & b) -> not n -> c within 1h     : a n b c             : a[0] b[2] c[3]
          (a & b) -> not n -> c within 1h     : b a n c             :
          c -> not n -> (a & b) within 1h     : c a n b             : a[1] b[3] c[0]
          c -> not n -> (a & b) within 1h     : c n b a             :
          (a -> not n -> b) & c within 1h     : c a n b             :
          (a -> not n -> b) & c within 1h     : a b n c             : a[0] b[1] c[3]
          a & b -> not n within 5s            : b@0 a@3             : a[1] b[0] @5
          a & b -> [5s] not n within 1h       : b@0 a@3             : a[1] b[0] @8
          """)
  void aCaseWorkedByHand(String pattern, String stream, @Nullable String expected) {
    Rule rule = rule(pattern);
    Stream input = Stream.of(stream);
    List<String> matches =
        expected == null
            ? List.of()
            : Arrays.stream(expected.split(";")).map(String::strip).toList();
    assertThat(reference(rule, input)).as("reference").isEqualTo(matches);
    assertThat(engine(rule, input)).as("engine").isEqualTo(matches);
  }

  // ------------------------------------------------------------------ notation

  private static Rule rule(String text) {
    String[] parts = text.split(";");
    String variables = parts[0].replaceAll("within.*|until . = 1|[a-z]{2,}|\\[.*?]", "");
    StringBuilder source = new StringBuilder();
    for (String type : List.of("E", "F")) {
      source.append("event ").append(type).append(" {\n  time timestamp @time\n");
      VARIABLES.chars().forEach(v -> source.append("  ").append((char) v).append(" int\n"));
      source.append("  v int\n}\n");
    }
    source.append("rule r {\n  by none\n  pattern ").append(parts[0]).append("\n  define\n");
    for (char v : VARIABLES.toCharArray()) {
      if (variables.indexOf(v) >= 0) {
        source.append(String.format("    %c: %s where %c = 1", v, type(v), v));
        for (String part : parts) {
          if (part.strip().startsWith(v + " where ")) {
            source.append(" and ").append(part.strip().substring("x where ".length()));
          }
        }
        source.append('\n');
      }
    }
    for (String part : parts) {
      if (part.strip().startsWith("skip")) {
        source.append("  after match ").append(part.strip()).append('\n');
      }
    }
    source.append("  alert \"m\"\n}\n");
    Compilation compilation =
        RuleCompiler.compile(List.of(new SourceFile("case.trip", source.toString())));
    RuleSet ruleSet = compilation.ruleSet();
    assertThat(compilation.hasErrors()).as(compilation.diagnostics() + "\n" + source).isFalse();
    return Objects.requireNonNull(ruleSet).rules().getFirst();
  }

  private static String type(char variable) {
    return OF_TYPE_F.indexOf(variable) >= 0 ? "F" : "E";
  }

  /**
   * What happens, in its order.
   *
   * @param happenings an event, or how far time passes before the next one, in ms
   * @param ends whether time goes on for ever behind it
   */
  private record Stream(List<Object> happenings, boolean ends) {
    private static final java.util.regex.Pattern EVENT =
        java.util.regex.Pattern.compile("([a-z]+)(\\d*)(?:@(-?\\d+)(?:/(-?\\d+))?)?");

    static Stream of(String text) {
      List<Object> happenings = new ArrayList<>();
      int events = 0;
      for (String word : text.strip().split("\\s+")) {
        if (word.startsWith("|")) {
          happenings.add(1000 * Long.parseLong(word.substring(1)));
        } else if (!word.equals("...")) {
          happenings.add(event(word, events++));
        }
      }
      return new Stream(happenings, !text.endsWith("..."));
    }

    private static RefEvent event(String word, int index) {
      Matcher matcher = EVENT.matcher(word);
      assertThat(matcher.matches()).as(word).isTrue();
      String symbols = matcher.group(1);
      long time = matcher.group(3) == null ? index : Long.parseLong(matcher.group(3));
      long clock = matcher.group(4) == null ? time : Long.parseLong(matcher.group(4));
      long[] fields = new long[VARIABLES.length() + 2];
      fields[0] = time * 1000;
      for (int v = 0; v < VARIABLES.length(); v++) {
        fields[v + 1] = symbols.indexOf(VARIABLES.charAt(v)) >= 0 ? 1 : 0;
      }
      fields[VARIABLES.length() + 1] =
          matcher.group(2).isEmpty() ? Long.MIN_VALUE : Long.parseLong(matcher.group(2));
      boolean isF = symbols.chars().anyMatch(c -> (OF_TYPE_F + "y").indexOf(c) >= 0);
      return new RefEvent(index + 1, isF ? "F" : "E", clock * 1000, fields);
    }

    List<RefEvent> events() {
      return happenings.stream()
          .filter(RefEvent.class::isInstance)
          .map(RefEvent.class::cast)
          .toList();
    }

    /** Ends before it are over. */
    long lastClock() {
      Object last = happenings.getLast();
      return ends ? Long.MAX_VALUE : last instanceof RefEvent e ? e.clock() : (Long) last;
    }
  }

  // ------------------------------------------------------------------ both sides

  private static List<String> reference(Rule rule, Stream input) {
    List<String> lines = new ArrayList<>();
    for (ReferenceMatcher.Match match : ReferenceMatcher.match(rule, input.events())) {
      if (!match.byTime() || match.clock() < input.lastClock()) {
        lines.add(
            line(
                rule,
                v ->
                    match.bound().stream()
                        .filter(b -> b.variable() == v.index())
                        .map(b -> (long) b.event())
                        .toList(),
                match.byTime(),
                match.clock()));
      }
    }
    return lines;
  }

  private static List<String> engine(Rule rule, Stream input) {
    List<String> lines = new ArrayList<>();
    MatcherRun run =
        new MatcherRun(
            rule,
            match ->
                lines.add(
                    line(
                        rule,
                        v ->
                            match.bindings().get(v.index()).numbers().stream()
                                .map(n -> n - 1)
                                .toList(),
                        match.completedBy() == Match.TIME,
                        match.clock())));
    for (Object happening : input.happenings) {
      if (happening instanceof RefEvent event) {
        run.onEvent(event);
      } else {
        run.onTime((Long) happening);
      }
    }
    if (input.ends) {
      run.onTime(Long.MAX_VALUE);
    }
    return lines;
  }

  private static String line(
      Rule rule, Function<Variable, List<Long>> positions, boolean byTime, long clock) {
    String bindings =
        rule.variables().stream()
            .filter(v -> isTaken(rule.pattern(), v.index()))
            .sorted(Comparator.comparing(Variable::name))
            .map(v -> v.name() + positions.apply(v).toString().replace(" ", ""))
            .collect(Collectors.joining(" "));
    return byTime ? bindings + " @" + clock / 1000 : bindings;
  }

  private static boolean isTaken(Pattern pattern, int variable) {
    return pattern instanceof Pattern.Single single && single.variable() == variable
        || pattern.inner().stream().anyMatch(inner -> isTaken(inner, variable));
  }
}
