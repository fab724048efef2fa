package io.signetmail.keys.signingkeys;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;

/// The numbers of an RSA key somebody brings (RFC 8017 §3.2). Sizes are looked at before anything
/// is computed with them; the modulus has been measured already.
///
/// Signing uses the numbers of the Chinese remainder theorem: wrong ones give signatures that do
/// not verify, or that betray a prime.
record RsaNumbers(RSAPrivateKey key) {
  /// RFC 8017 §3.1 allows 3; a larger one than 64 bits makes every verifier slow.
  private static final int MAX_EXPONENT_BITS = 64;

  /// How much the sizes of the two primes may differ, as a share of the modulus: what is far
  /// smaller can be found by trying.
  private static final int MIN_PRIME_PERCENT = 40;

  /// What is wrong with them.
  Optional<String> problem() {
    if (!isExponent(key.getPublicExponent())) {
      return Optional.of(
          "its public exponent is not an odd number from 3 on with at most "
              + MAX_EXPONENT_BITS
              + " bits");
    }
    if (!isWithin(key.getPrivateExponent(), key.getModulus())
        || !isPrimeSized(key.getPrime1())
        || !isPrimeSized(key.getPrime2())
        || !isWithin(key.getExponent1(), key.getPrime1())
        || !isWithin(key.getExponent2(), key.getPrime2())
        || !isWithin(key.getCoefficient(), key.getPrime1())) {
      return Optional.of("one of its numbers is out of range");
    }
    return belongTogether() ? Optional.empty() : Optional.of("its numbers do not belong together");
  }

  private static boolean isExponent(BigInteger exponent) {
    return exponent.signum() > 0
        && exponent.testBit(0)
        && exponent.bitLength() >= 2
        && exponent.bitLength() <= MAX_EXPONENT_BITS;
  }

  /// Positive, and less than the limit.
  private static boolean isWithin(BigInteger number, BigInteger limit) {
    return number.signum() > 0 && number.compareTo(limit) < 0;
  }

  private boolean isPrimeSized(BigInteger prime) {
    int bits = key.getModulus().bitLength();
    return prime.signum() > 0
        && prime.testBit(0)
        && prime.bitLength() * 100 >= bits * MIN_PRIME_PERCENT
        && prime.bitLength() * 100 <= bits * (100 - MIN_PRIME_PERCENT);
  }

  private boolean belongTogether() {
    var p = key.getPrime1();
    var q = key.getPrime2();
    var below = p.subtract(BigInteger.ONE);
    var belowToo = q.subtract(BigInteger.ONE);
    var e = key.getPublicExponent();
    var d = key.getPrivateExponent();
    return p.multiply(q).equals(key.getModulus())
        && !p.equals(q)
        && e.multiply(d).mod(below).equals(BigInteger.ONE)
        && e.multiply(d).mod(belowToo).equals(BigInteger.ONE)
        && d.mod(below).equals(key.getExponent1())
        && d.mod(belowToo).equals(key.getExponent2())
        && q.multiply(key.getCoefficient()).mod(p).equals(BigInteger.ONE);
  }
}
