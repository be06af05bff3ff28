#!/bin/bash
echo "it waits"
sleep 600
