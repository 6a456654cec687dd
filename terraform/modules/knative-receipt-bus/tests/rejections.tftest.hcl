mock_provider "kubernetes" {
  source          = "../../testing/mocks/kubernetes"
  override_during = plan
}

variables {
  name      = "receipts"
  namespace = "verigrad"
  kafka = {
    bootstrap_servers = ["kafka-kafka-bootstrap.kafka:9093"]
    auth_secret       = "kafka-credentials"
  }
  triggers = {
    verifier   = { service = "verifier-fn", type = "io.verigrad.inference.attested.v1" }
    settlement = { service = "settlement-fn", path = "/settle", type = "io.verigrad.inference.appraised.v1" }
  }
}

run "rejects_a_name_with_upper_case" {
  command = plan

  variables {
    name = "Receipts"
  }

  expect_failures = [var.name]
}

run "rejects_the_default_namespace" {
  command = plan

  variables {
    namespace = "default"
  }

  expect_failures = [var.namespace]
}

run "rejects_a_broker_without_a_port" {
  command = plan

  variables {
    kafka = { bootstrap_servers = ["kafka"], auth_secret = "a" }
  }

  expect_failures = [var.kafka]
}

run "rejects_no_partitions" {
  command = plan

  variables {
    kafka = { bootstrap_servers = ["kafka:9093"], auth_secret = "a", partitions = 0 }
  }

  expect_failures = [var.kafka]
}

run "rejects_a_topic_pattern_as_source" {
  command = plan

  variables {
    source_topic = "verigrad.*"
  }

  expect_failures = [var.source_topic]
}

run "rejects_a_topic_pattern_for_dead_letters" {
  command = plan

  variables {
    dead_letter_topic = "*"
  }

  expect_failures = [var.dead_letter_topic]
}

run "rejects_a_bus_without_triggers" {
  command = plan

  variables {
    triggers = {}
  }

  expect_failures = [var.triggers]
}

run "rejects_a_trigger_for_every_type" {
  command = plan

  variables {
    triggers = { all = { service = "verifier-fn", type = "*" } }
  }

  expect_failures = [var.triggers]
}

run "rejects_a_type_without_a_version" {
  command = plan

  variables {
    triggers = { verifier = { service = "verifier-fn", type = "io.verigrad.inference.attested" } }
  }

  expect_failures = [var.triggers]
}

run "rejects_a_schedule_that_is_no_cron" {
  command = plan

  variables {
    ticks = { settle = { service = "settlement-fn", path = "/settle", schedule = "every minute" } }
  }

  expect_failures = [var.ticks]
}

run "rejects_retries_beyond_a_receipts_life" {
  command = plan

  variables {
    delivery = { retries = 50 }
  }

  expect_failures = [var.delivery]
}

run "rejects_few_replicas_outside_development" {
  command = plan

  variables {
    kafka = { bootstrap_servers = ["kafka:9093"], auth_secret = "a", replication_factor = 1 }
  }

  expect_failures = [kubernetes_config_map_v1.broker]
}

run "rejects_an_open_kafka_outside_development" {
  command = plan

  variables {
    kafka = { bootstrap_servers = ["kafka:9092"] }
  }

  expect_failures = [kubernetes_config_map_v1.broker]
}

run "rejects_a_label_that_the_module_sets" {
  command = plan

  variables {
    labels = { "app.kubernetes.io/name" = "x" }
  }

  expect_failures = [var.labels]
}
