#define _GNU_SOURCE
#include "program.h"

#include "base.h"
#include "isa.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* An open file whose every read is checked against its size. */
struct file {
  const char *path;
  int descriptor;
  uint64_t size;
};

static noreturn void unreadable(const struct file *file, const char *what) {
  die(EXIT_NO_PROGRAM, "cannot read program '%s': %s", file->path, what);
}

static void *read_range(const struct file *file, uint64_t offset, uint64_t size, void *into) {
  if (offset > file->size || size > file->size - offset) {
    unreadable(file, "a table of its ELF file lies outside the file");
  }
  char *bytes = into != NULL ? into : allocate(NULL, size);
  for (uint64_t done = 0; done < size;) {
    ssize_t got = pread(file->descriptor, bytes + done, size - done, (off_t)(offset + done));
    if (got <= 0) {
      unreadable(file, got < 0 ? strerror(errno) : "it became shorter while it was read");
    }
    done += (uint64_t)got;
  }
  return bytes;
}

static struct file open_file(const char *path) {
  struct file file = {.path = path, .descriptor = open(path, O_RDONLY | O_CLOEXEC)};
  struct stat facts;
  if (file.descriptor < 0 || fstat(file.descriptor, &facts) < 0) {
    unreadable(&file, strerror(errno));
  }
  if (!S_ISREG(facts.st_mode)) {
    unreadable(&file, "it is not a regular file");
  }
  file.size = (uint64_t)facts.st_size;
  return file;
}

static Elf64_Ehdr read_header(const struct file *file) {
  Elf64_Ehdr header;
  if (file->size < sizeof header) {
    unreadable(file, "it is not an ELF program");
  }
  read_range(file, 0, sizeof header, &header);
  if (memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) {
    unreadable(file, "it is not an ELF program");
  }
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
      header.e_machine != isa.elf_machine) {
    die(EXIT_NO_PROGRAM, "program '%s' is for another ISA (ELF machine %u): this monitor is for %s",
        file->path, header.e_machine, isa.name);
  }
  if (header.e_type != ET_EXEC && header.e_type != ET_DYN) {
    unreadable(file, "it is an ELF file, but not an executable");
  }
  return header;
}

/* Appends the functions that a symbol table section defines. */
static void read_symbols(const struct file *file, const Elf64_Shdr *sections, uint16_t section_count,
                         const Elf64_Shdr *table, struct program *program) {
  if (table->sh_link >= section_count) {
    unreadable(file, "its symbol table has no names");
  }
  const Elf64_Shdr *names = &sections[table->sh_link];
  uint64_t count = table->sh_size / sizeof(Elf64_Sym);
  Elf64_Sym *symbols = read_range(file, table->sh_offset, count * sizeof(Elf64_Sym), NULL);
  char *strings = read_range(file, names->sh_offset, names->sh_size, NULL);
  if (names->sh_size == 0 || strings[names->sh_size - 1] != '\0') {
    unreadable(file, "its symbol names are not ended");
  }
  free(program->names);
  program->names = strings;
  program->functions =
      allocate(program->functions, (program->count + count) * sizeof *program->functions);
  for (uint64_t i = 0; i < count; i++) {
    const Elf64_Sym *symbol = &symbols[i];
    if (ELF64_ST_TYPE(symbol->st_info) == STT_FUNC && symbol->st_shndx != SHN_UNDEF &&
        symbol->st_shndx < section_count && symbol->st_name < names->sh_size && strings[symbol->st_name] != '\0') {
      program->functions[program->count++] = (struct function){
          .name = strings + symbol->st_name,
          .address = symbol->st_value,
          .end = symbol->st_size != 0 ? symbol->st_value + symbol->st_size
                                      : sections[symbol->st_shndx].sh_addr +
                                            sections[symbol->st_shndx].sh_size,
          .binding = ELF64_ST_BIND(symbol->st_info),
      };
    }
  }
  free(symbols);
}

struct program read_program(const char *path) {
  struct file file = open_file(path);
  Elf64_Ehdr header = read_header(&file);
  struct program program = {
      .path = path,
      .entry = header.e_entry,
      .position_independent = header.e_type == ET_DYN,
  };
  if (header.e_shoff != 0 && header.e_shnum != 0) {
    if (header.e_shentsize != sizeof(Elf64_Shdr)) {
      unreadable(&file, "its section headers have an unknown size");
    }
    Elf64_Shdr *sections =
        read_range(&file, header.e_shoff, (uint64_t)header.e_shnum * sizeof *sections, NULL);
    /* .dynsym names what a stripped program still exports. */
    const uint32_t kinds[] = {SHT_SYMTAB, SHT_DYNSYM};
    for (size_t kind = 0; kind < 2 && program.count == 0; kind++) {
      for (size_t i = 0; i < header.e_shnum; i++) {
        if (sections[i].sh_type == kinds[kind]) {
          read_symbols(&file, sections, header.e_shnum, &sections[i], &program);
        }
      }
    }
    free(sections);
  }
  close(file.descriptor);
  return program;
}

void free_program(struct program *program) {
  free(program->functions);
  free(program->names);
  *program = (struct program){.path = program->path};
}
