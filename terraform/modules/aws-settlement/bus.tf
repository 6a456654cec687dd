resource "aws_cloudwatch_log_group" "kafka" {
  name              = "/verigrad/${var.name}/kafka"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = local.tags
}

resource "aws_msk_configuration" "this" {
  name              = var.name
  description       = "An acknowledged receipt is on two brokers at least"
  server_properties = <<-EOT
    auto.create.topics.enable=false
    default.replication.factor=${min(3, var.kafka.brokers)}
    min.insync.replicas=${min(3, var.kafka.brokers) > 2 ? 2 : 1}
    unclean.leader.election.enable=false
    message.max.bytes=1048588
  EOT

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_msk_cluster" "this" {
  cluster_name           = var.name
  kafka_version          = var.kafka.version
  number_of_broker_nodes = var.kafka.brokers
  enhanced_monitoring    = "PER_TOPIC_PER_BROKER"
  tags                   = local.tags

  broker_node_group_info {
    instance_type   = var.kafka.instance_type
    client_subnets  = var.network.subnet_ids
    security_groups = [aws_security_group.kafka.id]

    storage_info {
      ebs_storage_info {
        volume_size = var.kafka.volume_gb
      }
    }
  }

  client_authentication {
    unauthenticated = false

    sasl {
      iam   = true
      scram = true
    }
  }

  encryption_info {
    encryption_at_rest_kms_key_arn = var.kms_key_arn

    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.this.arn
    revision = aws_msk_configuration.this.latest_revision
  }

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.kafka.name
      }
    }
  }

  lifecycle {
    precondition {
      condition     = var.kafka.brokers % length(var.network.subnet_ids) == 0
      error_message = "kafka.brokers must be a multiple of the number of subnets: MSK spreads brokers evenly over zones."
    }
  }
}

# Who writes signs in by a secret: the library that signs in by IAM would make a function's package too large.
resource "aws_msk_scram_secret_association" "writer" {
  cluster_arn     = aws_msk_cluster.this.arn
  secret_arn_list = [var.writer_credentials.secret_arn]
}
