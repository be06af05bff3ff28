#!/bin/bash
set -u
for name in USER HOME AWS_REGION AWS_DEFAULT_REGION REGION_NAME SAGEMAKER_APP_TYPE SAGEMAKER_DOMAIN_ID SAGEMAKER_SPACE_NAME SAGEMAKER_USER_PROFILE_NAME TMPDIR TEAM; do
  echo "$name=${!name-(unset)}"
done
echo "who $(id -un)"
[ ! -e /opt/ml ] || cat /opt/ml/metadata/resource-metadata.json
