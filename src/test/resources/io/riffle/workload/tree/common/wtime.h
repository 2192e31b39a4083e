/* C/Fortran interface is different on different machines. */
#define wtime wtime_
