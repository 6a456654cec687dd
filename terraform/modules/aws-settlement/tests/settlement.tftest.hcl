mock_provider "aws" {
  source          = "../../testing/mocks/aws"
  override_during = plan
}

variables {
  name               = "verigrad"
  network            = { vpc_id = "vpc-0123456789abcdef0", subnet_ids = ["subnet-a", "subnet-b", "subnet-c"] }
  key_administrators = ["arn:aws:iam::123456789012:role/key-admin"]
  signer_role_arn    = "arn:aws:iam::123456789012:role/settlement-fn"
  writer_credentials = {
    secret_arn  = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:AmazonMSK_writer-a1b2c3"
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000"
  }
  consumers = {
    verifier = {
      alias_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:verifier-fn:live"
      role_name      = "verifier-fn"
      topic          = "verigrad.inference.attested"
      consumer_group = "verigrad-verifier-fn"
      produces       = ["verigrad.inference.appraised"]
    }
    settlement = {
      alias_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:settlement-fn:live"
      role_name      = "settlement-fn"
      topic          = "verigrad.inference.appraised"
      consumer_group = "verigrad-settlement"
      from           = "LATEST"
    }
  }
  tick = {
    alias_arn     = "arn:aws:lambda:eu-central-1:123456789012:function:settlement-fn:live"
    function_name = "settlement-fn"
    alias_name    = "live"
  }
}

run "signs_with_a_secp256k1_key_that_only_settlement_may_use" {
  command = plan

  assert {
    condition     = aws_kms_key.signer.customer_master_key_spec == "ECC_SECG_P256K1" && aws_kms_key.signer.key_usage == "SIGN_VERIFY"
    error_message = "EVM transactions are signed on secp256k1"
  }

  assert {
    condition     = one([for s in jsondecode(aws_kms_key.signer.policy).Statement : s.Principal.AWS if contains(s.Action, "kms:Sign")]) == ["arn:aws:iam::123456789012:role/settlement-fn"]
    error_message = "nobody else may sign"
  }

  assert {
    condition     = alltrue(flatten([for s in jsondecode(aws_kms_key.signer.policy).Statement : [for action in s.Action : !strcontains(action, "*")]]))
    error_message = "the key policy must name its actions"
  }
}

run "loses_no_acknowledged_receipt_with_one_broker" {
  command = plan

  assert {
    condition     = strcontains(aws_msk_configuration.this.server_properties, "min.insync.replicas=2") && strcontains(aws_msk_configuration.this.server_properties, "unclean.leader.election.enable=false")
    error_message = "acks=all means two brokers"
  }

  assert {
    condition     = aws_msk_cluster.this.encryption_info[0].encryption_in_transit[0].client_broker == "TLS" && aws_msk_cluster.this.client_authentication[0].sasl[0].iam
    error_message = "clients speak TLS and sign in by IAM"
  }
}

run "lets_a_function_write_with_what_its_package_has" {
  command = plan

  assert {
    condition     = output.kafka_environment["KAFKA_SASL_MECHANISM"] == "SCRAM-SHA-512" && endswith(output.kafka_environment["KAFKA_BOOTSTRAP_SERVERS"], ":9096")
    error_message = "the package has no library for IAM"
  }

  assert {
    condition     = aws_msk_cluster.this.client_authentication[0].sasl[0].scram && one(aws_msk_scram_secret_association.writer.secret_arn_list) == var.writer_credentials.secret_arn
    error_message = "the cluster must know the secret"
  }

  assert {
    condition     = output.kafka_secrets["VERIGRAD_KAFKA_PASSWORD"] == { arn = var.writer_credentials.secret_arn, json_key = "password", kms_key_arn = var.writer_credentials.kms_key_arn } && !strcontains(output.kafka_environment["KAFKA_SASL_JAAS_CONFIG"], "arn:")
    error_message = "the password is a reference only"
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.kafka_functions.from_port == 9096 && aws_vpc_security_group_ingress_rule.kafka_functions.to_port == 9098
    error_message = "functions reach the port of SCRAM"
  }
}

run "keeps_the_ledger_in_two_zones_encrypted_and_backed_up" {
  command = plan

  assert {
    condition     = aws_db_instance.this.multi_az && aws_db_instance.this.storage_encrypted && !aws_db_instance.this.publicly_accessible && aws_db_instance.this.deletion_protection
    error_message = "the ledger says who owes what"
  }

  assert {
    condition     = aws_db_instance.this.manage_master_user_password && aws_db_instance.this.password == null && output.database_password.json_key == "password"
    error_message = "the password is a reference only"
  }
}

run "lets_the_verifier_read_one_topic_and_write_another" {
  command = plan

  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.consumer["verifier"].policy).Statement : s.Resource if s.Sid == "Read"]) == ["arn:aws:kafka:eu-central-1:123456789012:topic/mock/00000000-0000-4000-8000-000000000000-1/verigrad.inference.attested"]
    error_message = "the verifier reads what is attested"
  }

  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.consumer["verifier"].policy).Statement : s.Resource if s.Sid == "Write"]) == ["arn:aws:kafka:eu-central-1:123456789012:topic/mock/00000000-0000-4000-8000-000000000000-1/verigrad.inference.appraised"]
    error_message = "the verifier writes what it appraised"
  }

  assert {
    condition     = length([for s in jsondecode(aws_iam_role_policy.consumer["settlement"].policy).Statement : s if s.Sid == "Write"]) == 0
    error_message = "settlement writes to no topic"
  }

  assert {
    condition     = alltrue(flatten([for p in aws_iam_role_policy.consumer : [for s in jsondecode(p.policy).Statement : [for value in concat(s.Action, s.Resource) : !strcontains(value, "*")]]]))
    error_message = "no wildcard"
  }
}

run "reads_each_topic_from_its_start_or_its_end_and_keeps_what_failed" {
  command = plan

  assert {
    condition     = aws_lambda_event_source_mapping.this["verifier"].starting_position == "TRIM_HORIZON" && aws_lambda_event_source_mapping.this["settlement"].starting_position == "LATEST"
    error_message = "the verifier misses no receipt; settlement is only woken"
  }

  assert {
    condition     = length(aws_sqs_queue.failed_batches) == 2 && aws_lambda_event_source_mapping.this["verifier"].destination_config[0].on_failure[0].destination_arn == aws_sqs_queue.failed_batches["verifier"].arn
    error_message = "a batch that fails for good is kept"
  }
}

run "settles_every_minute_even_without_events" {
  command = plan

  assert {
    condition     = aws_cloudwatch_event_rule.tick.schedule_expression == "rate(1 minute)" && aws_cloudwatch_event_target.tick.arn == var.tick.alias_arn
    error_message = "deadlines pass without events"
  }
}

run "gives_the_functions_their_settings_without_any_secret" {
  command = plan

  assert {
    condition     = output.environment["QUARKUS_DATASOURCE_REACTIVE_URL"] == "postgresql://mock.rds.eu-central-1.amazonaws.com:5432/verigrad" && !anytrue([for name in keys(output.environment) : endswith(name, "PASSWORD")])
    error_message = "the environment holds addresses, not secrets"
  }
}

run "opens_the_ledger_and_the_bus_to_the_functions_only" {
  command = plan

  assert {
    condition     = aws_vpc_security_group_ingress_rule.database.cidr_ipv4 == null && aws_vpc_security_group_ingress_rule.kafka_functions.cidr_ipv4 == null
    error_message = "no address range may reach them"
  }
}
