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

run "brings_receipts_from_the_topic_through_the_broker_to_the_verifier" {
  command = plan

  assert {
    condition     = kubernetes_manifest.source[0].manifest.spec.topics == ["verigrad.inference.attested"] && kubernetes_manifest.source[0].manifest.spec.initialOffset == "earliest"
    error_message = "no receipt is left behind"
  }

  assert {
    condition     = kubernetes_manifest.source[0].manifest.spec.sink.ref.kind == "Broker" && kubernetes_manifest.trigger["verifier"].manifest.spec.filter.attributes.type == "io.verigrad.inference.attested.v1"
    error_message = "what the verifier answers must go back to the broker, so the source cannot call it straight"
  }
}

run "keeps_what_fails_in_the_dead_letter_topic" {
  command = plan

  assert {
    condition     = kubernetes_manifest.trigger["verifier"].manifest.spec.delivery.deadLetterSink.ref.name == kubernetes_manifest.dead_letters.manifest.metadata.name && output.dead_letter_topic == "verigrad.inference.attested.dlq"
    error_message = "no event vanishes"
  }
}

run "keeps_the_order_of_one_payment" {
  command = plan

  assert {
    condition     = alltrue([for t in kubernetes_manifest.trigger : t.manifest.metadata.annotations["kafka.eventing.knative.dev/delivery.order"] == "ordered"])
    error_message = "events of one payment must not overtake each other"
  }
}

run "names_credentials_by_reference_only" {
  command = plan

  assert {
    condition     = kubernetes_manifest.source[0].manifest.spec.net.sasl.password.secretKeyRef.name == "kafka-credentials" && kubernetes_config_map_v1.broker.data["auth.secret.ref.name"] == "kafka-credentials"
    error_message = "a password must stay in its Secret"
  }
}

run "gives_settlement_a_clock" {
  command = plan

  variables {
    ticks = { settle = { service = "settlement-fn", path = "/settle" } }
  }

  assert {
    condition     = kubernetes_manifest.tick["settle"].manifest.spec.schedule == "* * * * *" && kubernetes_manifest.tick["settle"].manifest.spec.sink.uri == "/settle"
    error_message = "deadlines pass without events"
  }
}

run "runs_on_one_broker_for_development" {
  command = plan

  variables {
    development = true
    kafka       = { bootstrap_servers = ["kafka:9092"], replication_factor = 1 }
  }

  assert {
    condition     = !contains(keys(kubernetes_manifest.source[0].manifest.spec), "net")
    error_message = "without credentials there is nothing to name"
  }
}
