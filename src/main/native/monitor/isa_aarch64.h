/* aarch64: `brk #0` is one little-endian word, and the kernel reports it with the pc upon it. */
#include <elf.h>

static const struct isa isa = {
    .name = "aarch64",
    .elf_machine = EM_AARCH64,
    .breakpoint = {0x00, 0x00, 0x20, 0xd4},
    .breakpoint_size = 4,
    .pc_past_breakpoint = 0,
    .breakpoint_si_code = 1, /* TRAP_BRKPT */
};

static inline unsigned long long *isa_pc(struct user_regs_struct *registers) {
  return &registers->pc;
}

/* Where a function that was just entered returns to: in the link register. */
static inline bool isa_return_address(const struct user_regs_struct *registers, int memory,
                                      uint64_t *address) {
  (void)memory;
  *address = registers->regs[30];
  return true;
}
