package io.tripline.dsl.function;

import static io.tripline.dsl.function.Function.example;

import io.tripline.dsl.function.Parameter.Kind;
import io.tripline.dsl.ir.IpAddress;
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
          Function.bound(
              "in_network",
              List.of(Parameter.of("address", Kind.IP), Parameter.constant("network", Kind.STRING)),
              Simple.BOOL.toString(),
              "Whether the address is in the network, which is written as an address and a length"
                  + " of prefix.",
              example("in_network('10.1.2.3', '10.0.0.0/8')", "true"),
              (types, constants) -> {
                Optional<Network> network = Network.parse((String) constants.get(1));
                return network.isEmpty()
                    ? new Binding.Refused(1, "must be a network such as '10.0.0.0/8'")
                    : new Binding.Bound(Simple.BOOL, a -> network.get().contains((IpAddress) a[0]));
              }),
          Function.plain(
              "luhn",
              List.of(Parameter.of("number", Kind.STRING)),
              Simple.BOOL,
              "Whether the check digit of a card number is right. Spaces and hyphens are passed"
                  + " over; with anything else in it the answer is false.",
              example("luhn('4111 1111 1111 1111')", "true"),
              a -> luhn((String) a[0])),
          Function.bound(
              "bin",
              List.of(Parameter.of("number", Kind.STRING), Parameter.constant("digits", Kind.INT)),
              Simple.STRING.toString(),
              "The first digits of a card number, which name its issuer. Spaces and hyphens are"
                  + " passed over; null where there are fewer digits.",
              example("bin('4111 1111 1111 1111', 6)", "'411111'"),
              (types, constants) ->
                  constants.get(1) instanceof Long n && n >= 1 && n <= LONGEST_CARD
                      ? new Binding.Bound(Simple.STRING, a -> bin((String) a[0], n.intValue()))
                      : new Binding.Refused(1, "must be 1 to " + LONGEST_CARD)));

  private PaymentFunctions() {}

  private static boolean luhn(String number) {
    int sum = 0;
    int digits = 0;
    for (int i = number.length() - 1; i >= 0; i--) {
      char c = number.charAt(i);
      if (c == ' ' || c == '-') {
        continue;
      }
      if (c < '0' || c > '9') {
        return false;
      }
      int digit = c - '0';
      if (digits % 2 == 1) {
        digit = digit > 4 ? digit * 2 - 9 : digit * 2;
      }
      sum += digit;
      digits++;
    }
    return digits > 1 && sum % 10 == 0;
  }

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
