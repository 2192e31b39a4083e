#include <sys/immu.h>
#include <sys/syssgi.h>
/* For another machine: does not compile here. */
double wtime(void) { return syssgi(SGI_QUERY_CYCLECNTR); }
