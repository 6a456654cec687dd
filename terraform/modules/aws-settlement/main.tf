data "aws_partition" "current" {}

locals {
  tags = merge({ Project = "verigrad" }, var.tags)
}

# The clock: deadlines pass without events.
resource "aws_cloudwatch_event_rule" "tick" {
  name                = "${var.name}-tick"
  description         = "One round of settlement"
  schedule_expression = var.tick.minutes == 1 ? "rate(1 minute)" : "rate(${var.tick.minutes} minutes)"
  tags                = local.tags
}

resource "aws_cloudwatch_event_target" "tick" {
  rule = aws_cloudwatch_event_rule.tick.name
  arn  = var.tick.alias_arn

  # The next round does the same work, so a late one is worth nothing.
  retry_policy {
    maximum_event_age_in_seconds = 60
    maximum_retry_attempts       = 1
  }
}

resource "aws_lambda_permission" "tick" {
  statement_id  = "${var.name}-tick"
  action        = "lambda:InvokeFunction"
  function_name = var.tick.function_name
  qualifier     = var.tick.alias_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.tick.arn
}
