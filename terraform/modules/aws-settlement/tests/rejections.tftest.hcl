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

run "rejects_a_name_with_upper_case" {
  command = plan

  variables {
    name = "Verigrad"
  }

  expect_failures = [var.name]
}

run "rejects_a_single_zone" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", subnet_ids = ["subnet-a"] }
  }

  expect_failures = [var.network]
}

run "rejects_the_same_subnet_twice" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", subnet_ids = ["subnet-a", "subnet-a"] }
  }

  expect_failures = [var.network]
}

run "rejects_a_vpc_that_is_no_id" {
  command = plan

  variables {
    network = { vpc_id = "main", subnet_ids = ["subnet-a", "subnet-b"] }
  }

  expect_failures = [var.network]
}

run "rejects_a_single_broker" {
  command = plan

  variables {
    kafka = { brokers = 1 }
  }

  expect_failures = [var.kafka]
}

run "rejects_an_instance_type_of_another_service" {
  command = plan

  variables {
    kafka = { instance_type = "m7g.large" }
  }

  expect_failures = [var.kafka]
}

run "rejects_brokers_that_do_not_spread_over_the_zones" {
  command = plan

  variables {
    kafka = { brokers = 4 }
  }

  expect_failures = [aws_msk_cluster.this]
}

run "rejects_an_old_database" {
  command = plan

  variables {
    database = { version = "13" }
  }

  expect_failures = [var.database]
}

run "rejects_a_ledger_without_backups" {
  command = plan

  variables {
    database = { backup_retention_days = 0 }
  }

  expect_failures = [var.database]
}

run "rejects_storage_that_would_shrink" {
  command = plan

  variables {
    database = { storage_gb = 100, max_storage_gb = 50 }
  }

  expect_failures = [var.database]
}

run "rejects_a_reserved_user" {
  command = plan

  variables {
    database = { user = "postgres" }
  }

  expect_failures = [var.database]
}

run "rejects_a_key_that_nobody_administers" {
  command = plan

  variables {
    key_administrators = []
  }

  expect_failures = [var.key_administrators]
}

run "rejects_everybody_as_key_administrator" {
  command = plan

  variables {
    key_administrators = ["*"]
  }

  expect_failures = [var.key_administrators]
}

run "rejects_everybody_as_signer" {
  command = plan

  variables {
    signer_role_arn = "*"
  }

  expect_failures = [var.signer_role_arn]
}

run "rejects_a_signer_that_administers_its_key" {
  command = plan

  variables {
    key_administrators = ["arn:aws:iam::123456789012:role/settlement-fn"]
  }

  expect_failures = [aws_kms_key.signer]
}

run "rejects_a_function_without_an_alias" {
  command = plan

  variables {
    consumers = { verifier = { alias_arn = "arn:aws:lambda:eu-central-1:123456789012:function:verifier-fn", role_name = "v", topic = "verigrad.inference.attested", consumer_group = "g" } }
  }

  expect_failures = [var.consumers]
}

run "rejects_a_topic_pattern" {
  command = plan

  variables {
    consumers = { verifier = { alias_arn = "arn:aws:lambda:eu-central-1:123456789012:function:verifier-fn:live", role_name = "v", topic = "verigrad.*", consumer_group = "g" } }
  }

  expect_failures = [var.consumers]
}

run "rejects_an_unknown_place_to_start" {
  command = plan

  variables {
    consumers = { verifier = { alias_arn = "arn:aws:lambda:eu-central-1:123456789012:function:verifier-fn:live", role_name = "v", topic = "t", consumer_group = "g", from = "YESTERDAY" } }
  }

  expect_failures = [var.consumers]
}

run "rejects_two_consumers_in_one_group" {
  command = plan

  variables {
    consumers = {
      one = { alias_arn = "arn:aws:lambda:eu-central-1:123456789012:function:verifier-fn:live", role_name = "a", topic = "t", consumer_group = "g" }
      two = { alias_arn = "arn:aws:lambda:eu-central-1:123456789012:function:verifier-fn:live", role_name = "b", topic = "t", consumer_group = "g" }
    }
  }

  expect_failures = [var.consumers]
}

run "rejects_a_tick_that_misses_deadlines" {
  command = plan

  variables {
    tick = { alias_arn = "arn:aws:lambda:eu-central-1:123456789012:function:verifier-fn:live", function_name = "f", alias_name = "live", minutes = 60 }
  }

  expect_failures = [var.tick]
}

run "rejects_a_key_that_is_an_alias_name" {
  command = plan

  variables {
    kms_key_arn = "alias/data"
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

run "rejects_a_writers_secret_that_msk_would_not_take" {
  command = plan

  variables {
    writer_credentials = {
      secret_arn  = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:writer-a1b2c3"
      kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000"
    }
  }

  expect_failures = [var.writer_credentials]
}

run "rejects_a_writers_secret_under_the_accounts_default_key" {
  command = plan

  variables {
    writer_credentials = {
      secret_arn  = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:AmazonMSK_writer-a1b2c3"
      kms_key_arn = "alias/aws/secretsmanager"
    }
  }

  expect_failures = [var.writer_credentials]
}
