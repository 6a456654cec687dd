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

run "alarms_when_a_function_fails_is_refused_or_is_slow" {
  command = plan

  assert {
    condition     = alltrue([for name in ["payment-errors", "payment-throttles", "payment-slow", "settlement-errors"] : contains(keys(aws_cloudwatch_metric_alarm.this), name)])
    error_message = "each function has its alarms"
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["payment-slow"].threshold == 24000
    error_message = "slow is four fifths of the timeout"
  }
}

run "alarms_when_settlement_is_not_called_at_all" {
  command = plan

  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.silent) == ["settlement"] && aws_cloudwatch_metric_alarm.silent["settlement"].treat_missing_data == "breaching"
    error_message = "silence is a fault of settlement only"
  }
}

run "alarms_at_the_first_dead_letter_and_before_receipts_expire" {
  command = plan

  variables {
    dead_letter_queues = { verifier-batches = "verigrad-verifier-failed-batches" }
    kafka_cluster_name = "verigrad"
    consumer_groups    = { verifier = { group = "verigrad-verifier-fn", topic = "verigrad.inference.attested" } }
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["verifier-batches-dead-letters"].threshold == 1 && aws_cloudwatch_metric_alarm.this["verifier-lag"].threshold == 300
    error_message = "one lost receipt is one too many"
  }
}

run "says_in_each_alarm_what_it_means" {
  command = plan

  assert {
    condition     = alltrue([for a in aws_cloudwatch_metric_alarm.this : length(a.alarm_description) > 15 && contains(a.alarm_actions, aws_sns_topic.alarms.arn)])
    error_message = "an alarm without a text wakes somebody for nothing"
  }
}
