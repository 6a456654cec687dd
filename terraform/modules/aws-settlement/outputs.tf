output "environment" {
  description = "Settings that every function shares: the ledger."
  value = {
    QUARKUS_DATASOURCE_REACTIVE_URL                 = "postgresql://${aws_db_instance.this.address}:5432/${var.database.name}"
    QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE = "require"
    QUARKUS_DATASOURCE_USERNAME                     = var.database.user
  }
}

output "kafka_environment" {
  description = "Settings of a function that writes to the bus; name and password come from kafka_secrets."
  value = {
    KAFKA_BOOTSTRAP_SERVERS = aws_msk_cluster.this.bootstrap_brokers_sasl_scram
    KAFKA_SECURITY_PROTOCOL = "SASL_SSL"
    KAFKA_SASL_MECHANISM    = "SCRAM-SHA-512"
    KAFKA_SASL_JAAS_CONFIG  = "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"$${verigrad.kafka.user}\" password=\"$${verigrad.kafka.password}\";"
  }
}

output "kafka_secrets" {
  description = "References to the writer's name and password, for aws-lambda-function's secrets."
  value = {
    VERIGRAD_KAFKA_USER     = { arn = var.writer_credentials.secret_arn, json_key = "username", kms_key_arn = var.writer_credentials.kms_key_arn }
    VERIGRAD_KAFKA_PASSWORD = { arn = var.writer_credentials.secret_arn, json_key = "password", kms_key_arn = var.writer_credentials.kms_key_arn }
  }
}

output "database_password" {
  description = "Reference to the ledger's password, for aws-lambda-function's secrets (QUARKUS_DATASOURCE_PASSWORD)."
  value = {
    arn         = aws_db_instance.this.master_user_secret[0].secret_arn
    json_key    = "password"
    kms_key_arn = var.kms_key_arn
  }
}

output "signer_key_arn" {
  description = "ARN of the secp256k1 key that signs transactions."
  value       = aws_kms_key.signer.arn
}

output "function_network" {
  description = "Subnets and security groups for the functions (aws-lambda-function's vpc)."
  value = {
    subnet_ids         = var.network.subnet_ids
    security_group_ids = [aws_security_group.functions.id]
  }
}

output "kafka_cluster_arn" {
  description = "ARN of the MSK cluster."
  value       = aws_msk_cluster.this.arn
}

output "kafka_cluster_name" {
  description = "Name of the MSK cluster, for alarms."
  value       = aws_msk_cluster.this.cluster_name
}

output "kafka_bootstrap_servers" {
  description = "Brokers, TLS with IAM authentication."
  value       = aws_msk_cluster.this.bootstrap_brokers_sasl_iam
}

output "kafka_security_group_id" {
  description = "Security group of the brokers, to let other producers in (a runner's network)."
  value       = aws_security_group.kafka.id
}

output "database_identifier" {
  description = "Identifier of the database, for alarms."
  value       = aws_db_instance.this.identifier
}

output "failed_batch_queue_names" {
  description = "Queues of the batches that failed for good, by consumer; for alarms."
  value       = { for name, queue in aws_sqs_queue.failed_batches : name => queue.name }
}
