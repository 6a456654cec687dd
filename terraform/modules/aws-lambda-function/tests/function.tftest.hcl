mock_provider "aws" {
  source          = "../../testing/mocks/aws"
  override_during = plan
}

variables {
  name = "verifier-fn"
  package = {
    s3 = { bucket = "artifacts", key = "verifier-fn/function.zip", version_id = "3L4kqtJlcpXroDTDmJ" }
  }
}

run "publishes_a_version_from_a_snapshot_behind_an_alias" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.publish && aws_lambda_function.this.snap_start[0].apply_on == "PublishedVersions"
    error_message = "SnapStart works on published versions only"
  }

  assert {
    condition     = aws_lambda_alias.this.name == "live" && aws_lambda_alias.this.function_version == "7"
    error_message = "the alias must point at the published version"
  }

  assert {
    condition     = aws_lambda_function.this.runtime == var.runtime && output.url == null
    error_message = "no URL without callers, and the runtime as asked for"
  }
}

run "allows_nothing_but_logs_and_dead_letters_by_default" {
  command = plan

  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.this.policy).Statement : s.Sid] == ["WriteLogs", "SendDeadLetters"]
    error_message = "a plain function needs no other right"
  }

  assert {
    condition     = length(aws_iam_role_policy_attachment.vpc) == 0
    error_message = "network rights are for functions in a VPC"
  }
}

run "reads_exactly_the_secrets_that_it_is_given" {
  command = plan

  variables {
    secrets = {
      QUARKUS_DATASOURCE_REACTIVE_PASSWORD = {
        arn      = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:database-a1b2c3"
        json_key = "password"
      }
    }
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables["QUARKUS_DATASOURCE_REACTIVE_PASSWORD_SECRET_ARN"] == "arn:aws:secretsmanager:eu-central-1:123456789012:secret:database-a1b2c3:password::"
    error_message = "the environment must hold the reference"
  }

  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.this.policy).Statement : s.Resource if s.Sid == "ReadSecrets"][0] == ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:database-a1b2c3"]
    error_message = "only the named secret may be read"
  }
}

run "never_allows_a_wildcard_action_or_resource" {
  command = plan

  variables {
    vpc = { subnet_ids = ["subnet-a", "subnet-b"], security_group_ids = ["sg-a"] }
    policy_statements = [{
      sid       = "Sign"
      actions   = ["kms:Sign", "kms:GetPublicKey"]
      resources = ["arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000"]
    }]
  }

  assert {
    condition = alltrue(flatten([for s in jsondecode(aws_iam_role_policy.this.policy).Statement : [
      [for action in s.Action : !strcontains(action, "*")],
      [for resource in s.Resource : !strcontains(trimsuffix(resource, ":log-stream:*"), "*")],
    ]]))
    error_message = "the only star is the log streams of the function's own group"
  }
}

run "lets_only_named_roles_call_its_url" {
  command = plan

  variables {
    url_callers = ["arn:aws:iam::123456789012:role/operations"]
  }

  assert {
    condition     = aws_lambda_function_url.this[0].authorization_type == "AWS_IAM"
    error_message = "a function URL must not be open"
  }

  assert {
    condition     = one(values(aws_lambda_permission.url)).principal == "arn:aws:iam::123456789012:role/operations"
    error_message = "the permission must name the caller"
  }
}

run "runs_a_native_executable_without_a_snapshot" {
  command = plan

  variables {
    runtime    = "provided.al2023"
    handler    = "not.used"
    snap_start = false
  }

  assert {
    condition     = length(aws_lambda_function.this.snap_start) == 0
    error_message = "there is no snapshot of a native executable"
  }
}

run "runs_an_image_that_is_pinned_by_digest" {
  command = plan

  variables {
    package    = { image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/verifier-fn@sha256:1111111111111111111111111111111111111111111111111111111111111111" }
    snap_start = false
  }

  assert {
    condition     = aws_lambda_function.this.package_type == "Image" && aws_lambda_function.this.runtime == null
    error_message = "an image brings its runtime"
  }
}

run "keeps_dead_letters_for_two_weeks_and_encrypted" {
  command = plan

  assert {
    condition     = aws_sqs_queue.dead_letters.message_retention_seconds == 1209600 && aws_sqs_queue.dead_letters.sqs_managed_sse_enabled
    error_message = "dead letters are what an operator looks at after a weekend"
  }
}
