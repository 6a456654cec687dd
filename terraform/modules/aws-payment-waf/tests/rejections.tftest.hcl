mock_provider "aws" {
  source          = "../../testing/mocks/aws"
  override_during = plan
}

variables {
  name = "verigrad-payment"
}

run "rejects_a_name_with_spaces" {
  command = plan

  variables {
    name = "my waf"
  }

  expect_failures = [var.name]
}

run "rejects_a_rate_below_what_waf_counts" {
  command = plan

  variables {
    requests_per_window = 5
  }

  expect_failures = [var.requests_per_window]
}

run "rejects_a_window_that_waf_does_not_know" {
  command = plan

  variables {
    window_seconds = 90
  }

  expect_failures = [var.window_seconds]
}

run "rejects_a_body_limit_below_a_legal_payment" {
  command = plan

  variables {
    max_body_bytes = 8192
  }

  expect_failures = [var.max_body_bytes]
}

run "rejects_a_body_limit_beyond_what_waf_sees" {
  command = plan

  variables {
    max_body_bytes = 131072
  }

  expect_failures = [var.max_body_bytes]
}

run "rejects_an_unknown_action_of_managed_rules" {
  command = plan

  variables {
    managed_rules = { AWSManagedRulesCommonRuleSet = "allow" }
  }

  expect_failures = [var.managed_rules]
}

run "rejects_tags_that_aws_keeps_for_itself" {
  command = plan

  variables {
    tags = { "aws:owner" = "me" }
  }

  expect_failures = [var.tags]
}
