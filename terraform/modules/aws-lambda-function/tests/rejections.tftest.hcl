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

run "rejects_a_name_with_upper_case" {
  command = plan

  variables {
    name = "Verifier"
  }

  expect_failures = [var.name]
}

run "rejects_a_description_that_the_console_cannot_hold" {
  command = plan

  variables {
    description = join("", [for i in range(300) : "x"])
  }

  expect_failures = [var.description]
}

run "rejects_two_packages_at_once" {
  command = plan

  variables {
    package = { file = "function.zip", image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/f@sha256:1111111111111111111111111111111111111111111111111111111111111111" }
  }

  expect_failures = [var.package]
}

run "rejects_no_package" {
  command = plan

  variables {
    package = {}
  }

  expect_failures = [var.package]
}

run "rejects_an_image_that_is_named_by_tag" {
  command = plan

  variables {
    package    = { image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/verifier-fn:latest" }
    snap_start = false
  }

  expect_failures = [var.package]
}

run "rejects_a_runtime_that_is_no_java" {
  command = plan

  variables {
    runtime = "nodejs22.x"
  }

  expect_failures = [var.runtime]
}

run "rejects_an_empty_handler" {
  command = plan

  variables {
    handler = ""
  }

  expect_failures = [var.handler]
}

run "rejects_an_unknown_architecture" {
  command = plan

  variables {
    architecture = "riscv64"
  }

  expect_failures = [var.architecture]
}

run "rejects_too_little_memory" {
  command = plan

  variables {
    memory_mb = 64
  }

  expect_failures = [var.memory_mb]
}

run "rejects_zero_timeout" {
  command = plan

  variables {
    timeout_seconds = 0
  }

  expect_failures = [var.timeout_seconds]
}

run "rejects_a_concurrency_that_switches_the_function_off" {
  command = plan

  variables {
    reserved_concurrency = 0
  }

  expect_failures = [var.reserved_concurrency]
}

run "rejects_a_password_in_the_environment" {
  command = plan

  variables {
    environment = { QUARKUS_DATASOURCE_REACTIVE_PASSWORD = "x" }
  }

  expect_failures = [var.environment]
}

run "rejects_a_private_key_in_the_environment" {
  command = plan

  variables {
    environment = { VERIGRAD_KEY = "0x1111111111111111111111111111111111111111111111111111111111111111" }
  }

  expect_failures = [var.environment]
}

run "rejects_a_setting_in_lower_case" {
  command = plan

  variables {
    environment = { verigrad_chain_id = "1" }
  }

  expect_failures = [var.environment]
}

run "rejects_a_secret_that_is_no_reference" {
  command = plan

  variables {
    secrets = { VERIGRAD_VERIFIER_KEY_FILE = { arn = "0x1111111111111111111111111111111111111111111111111111111111111111" } }
  }

  expect_failures = [var.secrets]
}

run "rejects_a_secret_with_a_lower_case_name" {
  command = plan

  variables {
    secrets = { key = { arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-b" } }
  }

  expect_failures = [var.secrets]
}

run "rejects_a_wildcard_action" {
  command = plan

  variables {
    policy_statements = [{ sid = "Sign", actions = ["kms:*"], resources = ["arn:aws:kms:eu-central-1:123456789012:key/a"] }]
  }

  expect_failures = [var.policy_statements]
}

run "rejects_a_wildcard_resource" {
  command = plan

  variables {
    policy_statements = [{ sid = "Sign", actions = ["kms:Sign"], resources = ["*"] }]
  }

  expect_failures = [var.policy_statements]
}

run "rejects_a_resource_with_a_star_inside" {
  command = plan

  variables {
    policy_statements = [{ sid = "Sign", actions = ["kms:Sign"], resources = ["arn:aws:kms:*:123456789012:key/a"] }]
  }

  expect_failures = [var.policy_statements]
}

run "rejects_a_statement_without_resources" {
  command = plan

  variables {
    policy_statements = [{ sid = "Sign", actions = ["kms:Sign"], resources = [] }]
  }

  expect_failures = [var.policy_statements]
}

run "rejects_a_single_subnet" {
  command = plan

  variables {
    vpc = { subnet_ids = ["subnet-a"], security_group_ids = ["sg-a"] }
  }

  expect_failures = [var.vpc]
}

run "rejects_an_alias_with_spaces" {
  command = plan

  variables {
    alias = "my alias"
  }

  expect_failures = [var.alias]
}

run "rejects_everybody_as_caller_of_the_url" {
  command = plan

  variables {
    url_callers = ["*"]
  }

  expect_failures = [var.url_callers]
}

run "rejects_three_retries" {
  command = plan

  variables {
    async = { retries = 3 }
  }

  expect_failures = [var.async]
}

run "rejects_a_key_that_is_an_alias_name" {
  command = plan

  variables {
    kms_key_arn = "alias/logs"
  }

  expect_failures = [var.kms_key_arn]
}

run "rejects_a_retention_that_cloudwatch_does_not_know" {
  command = plan

  variables {
    log_retention_days = 2
  }

  expect_failures = [var.log_retention_days]
}

run "rejects_tags_that_aws_keeps_for_itself" {
  command = plan

  variables {
    tags = { "aws:owner" = "me" }
  }

  expect_failures = [var.tags]
}

run "rejects_a_snapshot_of_a_native_executable" {
  command = plan

  variables {
    runtime = "provided.al2023"
  }

  expect_failures = [aws_lambda_function.this]
}

run "rejects_a_setting_that_is_plain_and_secret_at_once" {
  command = plan

  variables {
    environment = { VERIGRAD_CHAIN_RPC_URL = "https://example.com" }
    secrets     = { VERIGRAD_CHAIN_RPC_URL = { arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-b" } }
  }

  expect_failures = [aws_lambda_function.this]
}

run "rejects_a_reference_that_is_set_by_hand_too" {
  command = plan

  variables {
    environment = { VERIGRAD_CHAIN_RPC_URL_SECRET_ARN = "another" }
    secrets     = { VERIGRAD_CHAIN_RPC_URL = { arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-b" } }
  }

  expect_failures = [aws_lambda_function.this]
}
