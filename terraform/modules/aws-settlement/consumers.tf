locals {
  # arn:...:cluster/NAME/ID names topics as arn:...:topic/NAME/ID/TOPIC, and groups likewise.
  topic_prefix = replace(aws_msk_cluster.this.arn, ":cluster/", ":topic/")
  group_prefix = replace(aws_msk_cluster.this.arn, ":cluster/", ":group/")
}

resource "aws_sqs_queue" "failed_batches" {
  for_each                  = var.consumers
  name                      = "${var.name}-${each.key}-failed-batches"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  kms_master_key_id         = var.kms_key_arn
  tags                      = local.tags
}

resource "aws_iam_role_policy" "consumer" {
  for_each = var.consumers
  name     = "${var.name}-${each.key}"
  role     = each.value.role_name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid    = "Connect"
          Effect = "Allow"
          Action = concat(
            ["kafka:DescribeCluster", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers", "kafka-cluster:Connect", "kafka-cluster:DescribeCluster"],
            length(each.value.produces) == 0 ? [] : ["kafka-cluster:WriteDataIdempotently"],
          )
          Resource = [aws_msk_cluster.this.arn]
        },
        {
          Sid      = "Read"
          Effect   = "Allow"
          Action   = ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"]
          Resource = ["${local.topic_prefix}/${each.value.topic}"]
        },
        {
          Sid      = "Commit"
          Effect   = "Allow"
          Action   = ["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"]
          Resource = ["${local.group_prefix}/${each.value.consumer_group}"]
        },
        {
          Sid      = "KeepFailedBatches"
          Effect   = "Allow"
          Action   = ["sqs:SendMessage"]
          Resource = [aws_sqs_queue.failed_batches[each.key].arn]
        },
      ],
      length(each.value.produces) == 0 ? [] : [{
        Sid      = "Write"
        Effect   = "Allow"
        Action   = ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"]
        Resource = [for topic in each.value.produces : "${local.topic_prefix}/${topic}"]
      }],
    )
  })
}

# Lambda's pollers look up the network with the function's role; AWS allows no narrower resource for that.
resource "aws_iam_role_policy_attachment" "poller" {
  for_each   = var.consumers
  role       = each.value.role_name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AWSLambdaMSKExecutionRole"
}

resource "aws_lambda_event_source_mapping" "this" {
  for_each          = var.consumers
  event_source_arn  = aws_msk_cluster.this.arn
  function_name     = each.value.alias_arn
  topics            = [each.value.topic]
  starting_position = each.value.from
  batch_size        = each.value.batch_size
  tags              = local.tags

  maximum_batching_window_in_seconds = each.value.window_seconds

  # The function names the records that failed; it must be told so by VERIGRAD_LAMBDA_REPORT = "items".
  function_response_types = ["ReportBatchItemFailures"]

  amazon_managed_kafka_event_source_config {
    consumer_group_id = each.value.consumer_group
  }

  provisioned_poller_config {
    minimum_pollers = 1
    maximum_pollers = each.value.max_pollers
  }

  destination_config {
    on_failure {
      destination_arn = aws_sqs_queue.failed_batches[each.key].arn
    }
  }

  depends_on = [aws_iam_role_policy.consumer, aws_iam_role_policy_attachment.poller]
}
