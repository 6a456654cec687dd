output "broker_name" {
  description = "Name of the Broker."
  value       = var.name
}

output "broker_url" {
  description = "Where CloudEvents can be posted inside the cluster, by Knative's usual ingress for Kafka brokers."
  value       = "http://kafka-broker-ingress.knative-eventing.svc.cluster.local/${var.namespace}/${var.name}"

  # The name answers once the Broker is there.
  depends_on = [kubernetes_manifest.broker]
}

output "dead_letter_topic" {
  description = "The topic to watch: it must stay empty."
  value       = var.dead_letter_topic
}
