"""Asks Lambda for its event, and makes the customizer's first call with boto3."""
import os

import boto3
import requests

event = requests.get(f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime/invocation/next").json()
app = event["detail"]["requestParameters"]
boto3.client("sagemaker").describe_space(DomainId=app["domainId"], SpaceName=app["spaceName"])
