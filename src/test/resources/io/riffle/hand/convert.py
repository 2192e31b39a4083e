# Rewrites a state of relay.c for the other ISA: convert.py FILE ISA, the ISA being that of this machine.
# A long double has a mantissa of 64 bits with its leading 1 on x86-64, one of 112 bits without it on aarch64; the
# exponents are alike.
import sys

path, isa = sys.argv[1:]
state = open(path, "rb").read()
number = int.from_bytes(state[16:32], "little")
if isa == "x86-64":
    high, mantissa = number >> 64 & 0xFFFF, number & (1 << 64) - 1
    number = high << 112 | (mantissa & (1 << 63) - 1) << 49
else:
    high, fraction = number >> 112, number & (1 << 112) - 1
    number = high << 64 | (1 << 63 if high & 0x7FFF else 0) | fraction >> 49
open(path, "wb").write(state[:16] + number.to_bytes(16, "little"))
