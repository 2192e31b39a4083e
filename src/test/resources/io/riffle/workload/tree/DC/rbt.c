#include <stdio.h>
#include <stdlib.h>
#include "adc.h"

treeNode *TreeInsert(treeNode *root, unsigned int key) {
  if (!root) {
    root = (treeNode *)calloc(1, sizeof(treeNode));
    root->key = key;
  }
  if (key < root->key) root->left = TreeInsert(root->left, key);
  else if (key > root->key) root->right = TreeInsert(root->right, key);
  else root->count++;
  return root;
}
