locals {
  labels = merge(var.labels, {
    "app.kubernetes.io/name"       = var.name
    "app.kubernetes.io/part-of"    = "verigrad"
    "app.kubernetes.io/managed-by" = "terraform"
  })

  broker_config = merge(
    {
      "bootstrap.servers"                = join(",", var.kafka.bootstrap_servers)
      "default.topic.partitions"         = tostring(var.kafka.partitions)
      "default.topic.replication.factor" = tostring(var.kafka.replication_factor)
    },
    var.kafka.auth_secret == null ? {} : { "auth.secret.ref.name" = var.kafka.auth_secret },
  )

  # Kafka sources name each credential; the broker's Secret has them under these keys.
  source_credentials = var.kafka.auth_secret == null ? {} : {
    net = {
      sasl = {
        enable   = true
        type     = { secretKeyRef = { name = var.kafka.auth_secret, key = "sasl.mechanism" } }
        user     = { secretKeyRef = { name = var.kafka.auth_secret, key = "user" } }
        password = { secretKeyRef = { name = var.kafka.auth_secret, key = "password" } }
      }
      tls = {
        enable = true
        caCert = { secretKeyRef = { name = var.kafka.auth_secret, key = "ca.crt" } }
      }
    }
  }

  delivery = {
    retry         = var.delivery.retries
    backoffPolicy = "exponential"
    backoffDelay  = "PT${var.delivery.backoff_seconds}S"
    timeout       = "PT${var.delivery.timeout_seconds}S"
    deadLetterSink = {
      ref = { apiVersion = "eventing.knative.dev/v1alpha1", kind = "KafkaSink", name = "${var.name}-dead-letters" }
    }
  }
}

resource "kubernetes_config_map_v1" "broker" {
  metadata {
    name      = "${var.name}-broker"
    namespace = var.namespace
    labels    = local.labels
  }

  data = local.broker_config

  lifecycle {
    precondition {
      condition     = var.development || var.kafka.replication_factor >= 3
      error_message = "kafka.replication_factor below 3 loses receipts with a broker: set development = true if that is meant."
    }

    precondition {
      condition     = var.development || var.kafka.auth_secret != null
      error_message = "kafka.auth_secret is missing: anybody in the network could post events. Set development = true if that is meant."
    }
  }
}

resource "kubernetes_manifest" "dead_letters" {
  manifest = {
    apiVersion = "eventing.knative.dev/v1alpha1"
    kind       = "KafkaSink"
    metadata   = { name = "${var.name}-dead-letters", namespace = var.namespace, labels = local.labels }
    spec = merge(
      {
        topic             = var.dead_letter_topic
        numPartitions     = 1
        replicationFactor = var.kafka.replication_factor
        bootstrapServers  = var.kafka.bootstrap_servers
        contentMode       = "binary"
      },
      var.kafka.auth_secret == null ? {} : { auth = { secret = { ref = { name = var.kafka.auth_secret } } } },
    )
  }
}

resource "kubernetes_manifest" "broker" {
  manifest = {
    apiVersion = "eventing.knative.dev/v1"
    kind       = "Broker"
    metadata = {
      name        = var.name
      namespace   = var.namespace
      labels      = local.labels
      annotations = { "eventing.knative.dev/broker.class" = "Kafka" }
    }
    spec = {
      config   = { apiVersion = "v1", kind = "ConfigMap", name = kubernetes_config_map_v1.broker.metadata[0].name, namespace = var.namespace }
      delivery = local.delivery
    }
  }

  computed_fields = ["metadata.annotations", "metadata.labels"]

  wait {
    condition {
      type   = "Ready"
      status = "True"
    }
  }

  depends_on = [kubernetes_manifest.dead_letters]
}

resource "kubernetes_manifest" "trigger" {
  for_each = var.triggers

  manifest = {
    apiVersion = "eventing.knative.dev/v1"
    kind       = "Trigger"
    metadata = {
      name      = "${var.name}-${each.key}"
      namespace = var.namespace
      labels    = local.labels
      # Events of one payment stay in order: the key is the payment id.
      annotations = { "kafka.eventing.knative.dev/delivery.order" = "ordered" }
    }
    spec = {
      broker     = var.name
      filter     = { attributes = { type = each.value.type } }
      subscriber = { ref = { apiVersion = "serving.knative.dev/v1", kind = "Service", name = each.value.service }, uri = each.value.path }
      delivery   = local.delivery
    }
  }

  computed_fields = ["metadata.annotations", "metadata.labels"]

  depends_on = [kubernetes_manifest.broker]
}

resource "kubernetes_manifest" "source" {
  count = var.source_topic == null ? 0 : 1

  manifest = {
    apiVersion = "sources.knative.dev/v1"
    kind       = "KafkaSource"
    metadata   = { name = "${var.name}-receipts", namespace = var.namespace, labels = local.labels }
    spec = merge(
      {
        bootstrapServers = var.kafka.bootstrap_servers
        topics           = [var.source_topic]
        consumerGroup    = "${var.name}-receipts"
        # A receipt that was written before the source existed is owed for, too.
        initialOffset = "earliest"
        ordering      = "ordered"
        delivery      = local.delivery
        sink          = { ref = { apiVersion = "eventing.knative.dev/v1", kind = "Broker", name = var.name } }
      },
      local.source_credentials,
    )
  }

  computed_fields = ["metadata.annotations", "metadata.labels", "spec.consumers"]

  depends_on = [kubernetes_manifest.broker]
}

resource "kubernetes_manifest" "tick" {
  for_each = var.ticks

  manifest = {
    apiVersion = "sources.knative.dev/v1"
    kind       = "PingSource"
    metadata   = { name = "${var.name}-${each.key}", namespace = var.namespace, labels = local.labels }
    spec = {
      schedule = each.value.schedule
      timezone = "Etc/UTC"
      sink     = { ref = { apiVersion = "serving.knative.dev/v1", kind = "Service", name = each.value.service }, uri = each.value.path }
    }
  }

  computed_fields = ["metadata.annotations", "metadata.labels"]
}
