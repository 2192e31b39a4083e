/* aarch64: `brk #0` is one little-endian word, and the kernel reports it with the pc upon it. */
#include <elf.h>

static const struct isa isa = {
    .name = "aarch64",
    .elf_machine = EM_AARCH64,
    .breakpoint = {0x00, 0x00, 0x20, 0xd4},
    .breakpoint_size = 4,
    .pc_past_breakpoint = 0,
    .breakpoint_si_code = 1, /* TRAP_BRKPT */
    .system_call = {0x01, 0x00, 0x00, 0xd4}, /* svc #0 */
    .system_call_size = 4,
    .code_alignment = 4,
};

static inline unsigned long long *isa_pc(struct user_regs_struct *registers) {
  return &registers->pc;
}

static inline uint64_t isa_sp(const struct user_regs_struct *registers) { return registers->sp; }

/* Makes the thread call the kernel from the instruction. */
static inline void isa_call(struct user_regs_struct *registers, uint64_t instruction, long number,
                            uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
  registers->pc = instruction;
  registers->regs[8] = (unsigned long long)number;
  registers->regs[0] = a;
  registers->regs[1] = b;
  registers->regs[2] = c;
  registers->regs[3] = d;
}

typedef struct user_fpsimd_struct isa_fp_state;

static inline void isa_fp_control(const isa_fp_state *state, char *text, size_t size) {
  snprintf(text, size, "FPCR 0x%08x, FPSR 0x%08x", state->fpcr, state->fpsr);
}

/* v0 to v31. */
static inline const void *isa_fp_registers(const isa_fp_state *state, size_t *size) {
  *size = sizeof state->vregs;
  return state->vregs;
}

/* Where a function that was just entered returns to: in the link register. */
static inline bool isa_return_address(const struct user_regs_struct *registers, int memory,
                                      uint64_t *address) {
  (void)memory;
  *address = registers->regs[30];
  return true;
}
