#!/bin/bash
restart-jupyter-server
