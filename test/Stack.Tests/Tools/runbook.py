"""runbook.py TEMPLATE RUNBOOK: deploys the template into a moto server, puts a failed event into its queue, and runs the runbook's bash blocks in order.

Prints, as JSON, for each block its exit code, what it printed, and how many messages the queue has after it; and in the end which stacks there are.
"""
import json
import logging
import os
import re
import subprocess
import sys
import warnings

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

import boto3
import requests
from moto.server import ThreadedMotoServer
from deploy import transformed_template, upload

EVENT = {"detail-type": "AWS API Call via CloudTrail", "source": "aws.sagemaker", "detail": {"eventName": "CreateApp"}}
# As Lambda writes it to a destination on failure, and as EventBridge writes what it could not deliver.
MESSAGES = [
    {"requestContext": {"condition": "RetriesExhausted"}, "requestPayload": EVENT, "responsePayload": {"errorMessage": "The app wasn't ready."}},
    EVENT,
]


def blocks(path):
    with open(path, encoding="utf-8") as file:
        return re.findall(r"^```bash\n(.*?)^```$", file.read(), re.MULTILINE | re.DOTALL)


def waiting(sqs, queue):
    try:
        attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
        return int(attributes["ApproximateNumberOfMessages"]) + int(attributes["ApproximateNumberOfMessagesNotVisible"])
    except sqs.exceptions.QueueDoesNotExist:
        return None


server = ThreadedMotoServer(port=0, verbose=False)
server.start()
endpoint = "http://{}:{}".format(*server.get_host_and_port())
os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_DEFAULT_REGION="eu-west-1", AWS_ENDPOINT_URL=endpoint, AWS_PAGER="")
requests.post(f"{endpoint}/moto-api/config", json={"lambda": {"use_docker": False}}, timeout=60)
upload()
cloudformation, sqs = boto3.client("cloudformation"), boto3.client("sqs")
cloudformation.create_stack(
    StackName="studio-app-customizer",
    TemplateBody=transformed_template(sys.argv[1]),
    Capabilities=["CAPABILITY_IAM"],
    Parameters=[{"ParameterKey": "CreateTrail", "ParameterValue": "true"}],
)
outputs = {output["OutputKey"]: output["OutputValue"] for output in cloudformation.describe_stacks()["Stacks"][0]["Outputs"]}
queue = outputs["FailedEventsQueueUrl"]
for message in MESSAGES:
    sqs.send_message(QueueUrl=queue, MessageBody=json.dumps(message))

# AWS's CLI takes a queue's URL for its endpoint, and moto's queues say that they are at AWS.
AT_MOTO = 'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }\n'
first, *others = blocks(sys.argv[2])
ran = []
for block in [""] + others:
    process = subprocess.run(["bash", "-euo", "pipefail", "-c", AT_MOTO + first + block], capture_output=True, text=True, check=False)
    ran.append({"exitCode": process.returncode, "output": process.stdout, "error": process.stderr, "messages": waiting(sqs, queue)})
print(json.dumps({"blocks": ran, "stacks": len(cloudformation.describe_stacks()["Stacks"])}))
server.stop()
