#!/bin/bash
cat "/var/tmp/written-$CUSTOMIZER_RUN_ID"
