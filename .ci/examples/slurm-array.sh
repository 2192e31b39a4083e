#!/usr/bin/env bash
# From the checkout, on a file system that all nodes share:
#   id=$(sbatch --parsable .ci/examples/slurm-array.sh)
#   sbatch --dependency=afterany:$id --wrap "./riffle report merge shards/$id/*/2*"
# Arguments go to `riffle run`, such as: sbatch .ci/examples/slurm-array.sh --profile nightly
#SBATCH --job-name=riffle
#SBATCH --array=1-4
#SBATCH --cpus-per-task=2
#SBATCH --output=riffle-%A-%a.log
set -euo pipefail
exec ./riffle run --master-seed "$SLURM_ARRAY_JOB_ID" \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
  --reports "shards/$SLURM_ARRAY_JOB_ID/$SLURM_ARRAY_TASK_ID" "$@"
