package io.tripline.dsl.function;

import io.tripline.dsl.function.Parameter.Kind;
import io.tripline.dsl.ir.Type.Simple;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functions over addresses and card numbers. */
final class PaymentFunctions {
  /** The longest card number, by ISO/IEC 7812. */
  private static final int LONGEST_CARD = 19;

  static final List<Function> ALL =
      List.of(
          Function.declare(
                  FunctionGroup.ADDRESSES,
                  "in_network",
                  Parameter.of("address", Kind.IP),
                  Parameter.constant("network", Kind.STRING))
              .doc("Whether the address is in the network.")
              .note(
                  "A network is an address and how many of its first bits count, as in `10.0.0.0/8`"
                      + " or `2001:db8::/32`. Bits behind those do not matter.")
              .note("An IPv4 address is in no IPv6 network, and the other way around.")
              .example("in_network('10.1.2.3', '10.0.0.0/8')", "true")
              .example("in_network('10.1.2.3', '10.2.0.0/16')", "false")
              .example("in_network('2001:db8::7', '2001:db8::/32')", "true")
              .example("in_network('::ffff:10.1.2.3', '10.0.0.0/8')", "true")
              .example("in_network('10.1.2.3', '::/0')", "false")
              .binds(
                  Simple.BOOL.toString(),
                  (types, constants) -> {
                    Optional<Network> network = Network.parse((String) constants.get(1));
                    return network.isEmpty()
                        ? new Binding.Refused(1, "must be a network such as '10.0.0.0/8'")
                        : new Binding.Bound(
                            Simple.BOOL, new PrimitiveKernel.OfAddress(network.get()::contains));
                  }),
          Function.declare(FunctionGroup.CARDS, "luhn", Parameter.of("number", Kind.STRING))
              .doc("Whether the check digit of a card number is right.")
              .note("With anything but digits, spaces and hyphens in it the answer is false.")
              .example("luhn('4111 1111 1111 1111')", "true")
              .example("luhn('4111 1111 1111 1112')", "false")
              .does(Simple.BOOL, a -> CheckDigit.luhn((String) a[0])),
          Function.declare(
                  FunctionGroup.CARDS,
                  "bin",
                  Parameter.of("number", Kind.STRING),
                  Parameter.constant("digits", Kind.INT))
              .doc("The first digits of a card number, which name its issuer.")
              .note("`digits` is 1 to 19.")
              .nulls(
                  "Null if the number is null, has fewer digits, or anything but digits, spaces and"
                      + " hyphens before the last one that is wanted.")
              .example("bin('4111 1111 1111 1111', 6)", "'411111'")
              .example("bin('4111', 6)", "null")
              .binds(
                  Simple.STRING.toString(),
                  (types, constants) ->
                      constants.get(1) instanceof Long n && n >= 1 && n <= LONGEST_CARD
                          ? new Binding.Bound(Simple.STRING, a -> bin((String) a[0], n.intValue()))
                          : new Binding.Refused(1, "must be 1 to " + LONGEST_CARD)));

  private PaymentFunctions() {}

  private static @Nullable String bin(String number, int digits) {
    StringBuilder bin = new StringBuilder(digits);
    for (int i = 0; i < number.length() && bin.length() < digits; i++) {
      char c = number.charAt(i);
      if (c >= '0' && c <= '9') {
        bin.append(c);
      } else if (c != ' ' && c != '-') {
        return null;
      }
    }
    return bin.length() == digits ? bin.toString() : null;
  }
}
