locals {
  tags = merge({ Project = "verigrad" }, var.tags)

  # Every alarm in one shape, so that one resource makes them all.
  alarms = merge(
    { for key, f in var.functions : "${key}-errors" => {
      text       = "${f.name} fails: see ${f.log_group_name}"
      namespace  = "AWS/Lambda"
      metric     = "Errors"
      statistic  = "Sum"
      extended   = null
      period     = 60
      periods    = 3
      threshold  = 1
      dimensions = { FunctionName = f.name, Resource = "${f.name}:${f.alias}" }
    } },
    { for key, f in var.functions : "${key}-throttles" => {
      text       = "${f.name} is refused runs: raise reserved_concurrency or the account's limit"
      namespace  = "AWS/Lambda"
      metric     = "Throttles"
      statistic  = "Sum"
      extended   = null
      period     = 60
      periods    = 3
      threshold  = 1
      dimensions = { FunctionName = f.name, Resource = "${f.name}:${f.alias}" }
    } },
    { for key, f in var.functions : "${key}-slow" => {
      text       = "${f.name} is near its timeout: the chain or the ledger is slow"
      namespace  = "AWS/Lambda"
      metric     = "Duration"
      statistic  = null
      extended   = "p99"
      period     = 300
      periods    = 2
      threshold  = f.timeout_seconds * 800
      dimensions = { FunctionName = f.name, Resource = "${f.name}:${f.alias}" }
    } },
    { for key, queue in var.dead_letter_queues : "${key}-dead-letters" => {
      text       = "${queue} holds what failed for good: find out why, then send it again"
      namespace  = "AWS/SQS"
      metric     = "ApproximateNumberOfMessagesVisible"
      statistic  = "Maximum"
      extended   = null
      period     = 60
      periods    = 1
      threshold  = 1
      dimensions = { QueueName = queue }
    } },
    { for key, api in var.apis : "${key}-api-5xx" => {
      text       = "the HTTP API of ${key} answers 5xx: callers cannot pay or register"
      namespace  = "AWS/ApiGateway"
      metric     = "5xx"
      statistic  = "Sum"
      extended   = null
      period     = 60
      periods    = 3
      threshold  = 5
      dimensions = { ApiId = api }
    } },
    { for key, c in var.consumer_groups : "${key}-lag" => {
      text       = "${c.group} falls behind on ${c.topic}: receipts may miss their deadline"
      namespace  = "AWS/Kafka"
      metric     = "EstimatedMaxTimeLag"
      statistic  = "Maximum"
      extended   = null
      period     = 60
      periods    = 3
      threshold  = var.max_lag_seconds
      dimensions = { "Cluster Name" = coalesce(var.kafka_cluster_name, "none"), "Consumer Group" = c.group, Topic = c.topic }
    } },
    var.database_identifier == null ? {} : {
      database-connections = {
        text       = "the ledger has many connections: functions will wait for it"
        namespace  = "AWS/RDS"
        metric     = "DatabaseConnections"
        statistic  = "Maximum"
        extended   = null
        period     = 60
        periods    = 5
        threshold  = 400
        dimensions = { DBInstanceIdentifier = var.database_identifier }
      }
      database-cpu = {
        text       = "the ledger's processor is busy"
        namespace  = "AWS/RDS"
        metric     = "CPUUtilization"
        statistic  = "Average"
        extended   = null
        period     = 300
        periods    = 3
        threshold  = 80
        dimensions = { DBInstanceIdentifier = var.database_identifier }
      }
    },
  )

  rows = concat(
    [for key, f in var.functions : {
      title   = f.name
      metrics = [for metric in ["Invocations", "Errors", "Throttles"] : ["AWS/Lambda", metric, "FunctionName", f.name, "Resource", "${f.name}:${f.alias}"]]
      stat    = "Sum"
    }],
    [for key, c in var.consumer_groups : {
      title   = "${c.topic}: lag of ${c.group}"
      metrics = [["AWS/Kafka", "EstimatedMaxTimeLag", "Cluster Name", coalesce(var.kafka_cluster_name, "none"), "Consumer Group", c.group, "Topic", c.topic]]
      stat    = "Maximum"
    }],
  )
}

data "aws_region" "current" {}

resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = var.kms_key_arn
  tags              = local.tags
}

resource "aws_sns_topic_subscription" "email" {
  for_each  = var.alarm_emails
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.value
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each            = local.alarms
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.text
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  statistic           = each.value.statistic
  extended_statistic  = each.value.extended
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.threshold
  period              = each.value.period
  evaluation_periods  = each.value.periods
  treat_missing_data  = "notBreaching"
  dimensions          = each.value.dimensions
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
  tags                = local.tags

  lifecycle {
    precondition {
      condition     = length(var.consumer_groups) == 0 || var.kafka_cluster_name != null
      error_message = "consumer_groups needs kafka_cluster_name: lag is counted per cluster."
    }
  }
}

# Settlement that is not called at all settles nothing, and fails at nothing either.
resource "aws_cloudwatch_metric_alarm" "silent" {
  for_each            = { for key, f in var.functions : key => f if key == "settlement" }
  alarm_name          = "${var.name}-${each.key}-silent"
  alarm_description   = "${each.value.name} has not run for ten minutes: its clock has stopped"
  namespace           = "AWS/Lambda"
  metric_name         = "Invocations"
  statistic           = "Sum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "breaching"
  dimensions          = { FunctionName = each.value.name, Resource = "${each.value.name}:${each.value.alias}" }
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
  tags                = local.tags
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [for i, row in local.rows : {
      type   = "metric"
      x      = (i % 2) * 12
      y      = floor(i / 2) * 6
      width  = 12
      height = 6
      properties = {
        title   = row.title
        region  = data.aws_region.current.id
        view    = "timeSeries"
        stat    = row.stat
        period  = 60
        metrics = row.metrics
      }
    }]
  })
}
