/* Left over from another version, and linked by no Makefile. */
#include "nowhere.h"
int main(void) { return broken; }
