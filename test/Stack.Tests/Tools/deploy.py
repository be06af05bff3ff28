"""deploy.py TEMPLATE: transforms the template as SAM does, and deploys it into moto with each of the parameters that it reads as JSON lines.

Prints a line for each: the stack's status, and of what moto has then: the resources' names, the function's
variables and how often it is tried, and what its role may do.
"""
import ast
import json
import logging
import os
import sys
import warnings

os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_DEFAULT_REGION="eu-west-1")

import boto3
from moto import mock_aws
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


EMPTY_ZIP = b"PK\x05\x06" + bytes(18)


class NoManagedPolicies:
    """The template names none."""

    def load(self):
        return {}


def deploy(body, parameters):
    with mock_aws():
        upload()
        cloudformation = boto3.client("cloudformation")
        cloudformation.create_stack(
            StackName="customizer",
            TemplateBody=body,
            Capabilities=["CAPABILITY_IAM"],
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        )
        status = cloudformation.describe_stacks(StackName="customizer")["Stacks"][0]["StackStatus"]
        pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName="customizer")
        ids = {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for page in pages for resource in page["StackResourceSummaries"]}
        function = boto3.client("lambda").get_function_configuration(FunctionName=ids["CustomizerFunction"])
        return {
            "status": status,
            "resources": sorted(name for name in ids if name),
            "variables": function["Environment"]["Variables"],
            "subnets": function.get("VpcConfig", {}).get("SubnetIds", []),
            "statements": statements(ids["CustomizerRole"]),
        }


def upload():
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket="packages")
    s3.put_object(Bucket="packages", Key="package.zip", Body=EMPTY_ZIP)


def statements(role):
    iam = boto3.client("iam")
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    documents = [iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names]
    # moto keeps a document of the role's own as Python prints it.
    read = [ast.literal_eval(document) if isinstance(document, str) else document for document in documents]
    return [statement for document in read for statement in document["Statement"] if statement]


def transformed_template(path):
    with open(path, encoding="utf-8") as file:
        template = yaml_parse(file)
    # `sam package` puts the address of the uploaded package there.
    template["Resources"]["CustomizerFunction"]["Properties"]["CodeUri"] = {"Bucket": "packages", "Key": "package.zip"}
    return json.dumps(transform(template, {}, NoManagedPolicies()))


def main(path):
    # moto says of each resource that it can't make that it can't.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    body = transformed_template(path)
    for line in sys.stdin:
        try:
            outcome = deploy(body, json.loads(line))
        except Exception as exception:  # whatever moto makes of it is the result
            outcome = {"status": f"{type(exception).__name__}: {exception}"}
        print(json.dumps(outcome), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
