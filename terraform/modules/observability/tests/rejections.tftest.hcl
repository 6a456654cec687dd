mock_provider "aws" {
  source          = "../../testing/mocks/aws"
  override_during = plan
}

variables {
  name = "verigrad"
  functions = {
    payment    = { name = "payment-fn", alias = "live", timeout_seconds = 30, log_group_name = "/aws/lambda/payment-fn" }
    settlement = { name = "settlement-fn", alias = "live", timeout_seconds = 120, log_group_name = "/aws/lambda/settlement-fn" }
  }
}

run "rejects_a_name_with_spaces" {
  command = plan

  variables {
    name = "my network"
  }

  expect_failures = [var.name]
}

run "rejects_nothing_to_watch" {
  command = plan

  variables {
    functions = {}
  }

  expect_failures = [var.functions]
}

run "rejects_a_queue_name_with_spaces" {
  command = plan

  variables {
    dead_letter_queues = { "my queue" = "q" }
  }

  expect_failures = [var.dead_letter_queues]
}

run "rejects_an_api_name_with_spaces" {
  command = plan

  variables {
    apis = { "my api" = "a" }
  }

  expect_failures = [var.apis]
}

run "rejects_a_database_that_is_no_identifier" {
  command = plan

  variables {
    database_identifier = "db:1"
  }

  expect_failures = [var.database_identifier]
}

run "rejects_a_cluster_that_is_no_name" {
  command = plan

  variables {
    kafka_cluster_name = "arn:aws:kafka"
  }

  expect_failures = [var.kafka_cluster_name]
}

run "rejects_a_group_without_a_topic" {
  command = plan

  variables {
    consumer_groups    = { v = { group = "g", topic = "" } }
    kafka_cluster_name = "verigrad"
  }

  expect_failures = [var.consumer_groups]
}

run "rejects_groups_without_a_cluster" {
  command = plan

  variables {
    consumer_groups = { v = { group = "g", topic = "t" } }
  }

  expect_failures = [aws_cloudwatch_metric_alarm.this]
}

run "rejects_a_lag_at_which_receipts_are_worthless" {
  command = plan

  variables {
    max_lag_seconds = 7200
  }

  expect_failures = [var.max_lag_seconds]
}

run "rejects_an_address_that_is_none" {
  command = plan

  variables {
    alarm_emails = ["operations"]
  }

  expect_failures = [var.alarm_emails]
}

run "rejects_a_key_that_is_an_alias_name" {
  command = plan

  variables {
    kms_key_arn = "alias/alarms"
  }

  expect_failures = [var.kms_key_arn]
}

run "rejects_tags_that_aws_keeps_for_itself" {
  command = plan

  variables {
    tags = { "aws:owner" = "me" }
  }

  expect_failures = [var.tags]
}
