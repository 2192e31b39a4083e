/* x86-64: int3 is one byte, and the kernel reports it with the pc behind it. */
#include <elf.h>

static const struct isa isa = {
    .name = "x86-64",
    .elf_machine = EM_X86_64,
    .breakpoint = {0xcc},
    .breakpoint_size = 1,
    .pc_past_breakpoint = 1,
    .breakpoint_si_code = 0x80, /* SI_KERNEL */
};

static inline unsigned long long *isa_pc(struct user_regs_struct *registers) {
  return &registers->rip;
}

/* Where a function that was just entered returns to: on top of the stack. */
static inline bool isa_return_address(const struct user_regs_struct *registers, int memory,
                                      uint64_t *address) {
  return pread(memory, address, sizeof *address, (off_t)registers->rsp) == sizeof *address;
}
