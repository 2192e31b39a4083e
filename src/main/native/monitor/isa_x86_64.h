/* x86-64: int3 is one byte, and the kernel reports it with the pc behind it. */
#include <elf.h>

#ifndef NT_X86_XSTATE
#define NT_X86_XSTATE 0x202
#endif

static const struct isa isa = {
    .name = "x86-64",
    .elf_machine = EM_X86_64,
    .breakpoint = {0xcc},
    .breakpoint_size = 1,
    .pc_past_breakpoint = 1,
    .breakpoint_si_code = 0x80, /* SI_KERNEL */
    .system_call = {0x0f, 0x05},
    .system_call_size = 2,
    .code_alignment = 1,
    /* The upper halves of ymm0 to ymm15 in XSAVE's standard format (Intel SDM 1, section 13.5). */
    .wide_set = NT_X86_XSTATE,
    .wide_offset = 576,
    .wide_size = 256,
};

static inline unsigned long long *isa_pc(struct user_regs_struct *registers) {
  return &registers->rip;
}

static inline uint64_t isa_sp(const struct user_regs_struct *registers) { return registers->rsp; }

/* Makes the thread call the kernel from the instruction, and no other call be restarted. */
static inline void isa_call(struct user_regs_struct *registers, uint64_t instruction, long number,
                            uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
  registers->rip = instruction;
  registers->rax = (unsigned long long)number;
  registers->orig_rax = ~0ULL;
  registers->rdi = a;
  registers->rsi = b;
  registers->rdx = c;
  registers->r10 = d;
}

typedef struct user_fpregs_struct isa_fp_state;

static inline void isa_fp_control(const isa_fp_state *state, char *text, size_t size) {
  snprintf(text, size, "x87 control 0x%04x status 0x%04x tags 0x%02x, MXCSR 0x%08x",
           (unsigned)state->cwd, (unsigned)state->swd, (unsigned)state->ftw, state->mxcsr);
}

/* st0 to st7, then xmm0 to xmm15. */
static inline const void *isa_fp_registers(const isa_fp_state *state, size_t *size) {
  *size = sizeof state->st_space + sizeof state->xmm_space;
  return state->st_space;
}

/* Where a function that was just entered returns to: on top of the stack. */
static inline bool isa_return_address(const struct user_regs_struct *registers, int memory,
                                      uint64_t *address) {
  return pread(memory, address, sizeof *address, (off_t)registers->rsp) == sizeof *address;
}
