#ifndef _ADC_PARVIEW_TREE_DEF_H_
#define _ADC_PARVIEW_TREE_DEF_H_
#define _FILE_OFFSET_BITS 64
#define MAX_NUMBER_OF_DIMENSIONS 20
typedef int int32;
typedef struct treeNode {
  struct treeNode *left, *right;
  unsigned int key;
  long long count;
} treeNode;
typedef struct {
  char clss;
  int32 dim;
  int32 tuplenum;
  char filename[256];
} ADC_PAR;
extern int32 GenerateADC(ADC_PAR *par);
extern treeNode *TreeInsert(treeNode *root, unsigned int key);
extern long long WriteViewToDisk(FILE *out, treeNode *root);
extern int32 DC(ADC_PAR *par);
#endif
