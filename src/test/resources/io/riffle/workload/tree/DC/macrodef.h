#define PutErrMsg(msg) {fprintf(stderr," %s, errno = %d\n", msg, 0);}
