mock_provider "kubernetes" {
  source          = "../../testing/mocks/kubernetes"
  override_during = plan
}

variables {
  name      = "verifier-fn"
  namespace = "verigrad"
  image     = "ghcr.io/verigrad/verifier-fn@sha256:1111111111111111111111111111111111111111111111111111111111111111"
}

run "scales_to_zero_and_stays_inside_the_cluster" {
  command = plan

  assert {
    condition     = kubernetes_manifest.service.manifest.spec.template.metadata.annotations["autoscaling.knative.dev/min-scale"] == "0" && kubernetes_manifest.service.manifest.spec.template.metadata.annotations["autoscaling.knative.dev/max-scale"] == "10"
    error_message = "nothing runs when nobody calls, and cost has a bound"
  }

  assert {
    condition     = kubernetes_manifest.service.manifest.metadata.labels["networking.knative.dev/visibility"] == "cluster-local"
    error_message = "public is a decision"
  }
}

run "is_public_when_asked_for" {
  command = plan

  variables {
    public = true
  }

  assert {
    condition     = !contains(keys(kubernetes_manifest.service.manifest.metadata.labels), "networking.knative.dev/visibility")
    error_message = "a public function has no visibility label"
  }
}

run "runs_without_root_without_rights_and_without_a_token" {
  command = plan

  assert {
    condition = (
      kubernetes_manifest.service.manifest.spec.template.spec.containers[0].securityContext.runAsNonRoot &&
      kubernetes_manifest.service.manifest.spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem &&
      kubernetes_manifest.service.manifest.spec.template.spec.containers[0].securityContext.capabilities.drop == ["ALL"] &&
      !kubernetes_service_account_v1.this.automount_service_account_token
    )
    error_message = "a function needs nothing of the node or the cluster"
  }
}

run "mounts_keys_from_secrets_and_tells_the_function_where" {
  command = plan

  variables {
    secret_files       = { VERIGRAD_VERIFIER_KEY_FILE = { secret = "verifier-key", key = "key" } }
    secret_environment = { QUARKUS_DATASOURCE_PASSWORD = { secret = "ledger", key = "password" } }
    config_files       = { VERIGRAD_VERIFIER_POLICY_FILE = "version: 1\n" }
  }

  assert {
    condition     = one([for e in kubernetes_manifest.service.manifest.spec.template.spec.containers[0].env : e.value if e.name == "VERIGRAD_VERIFIER_KEY_FILE"]) == "/etc/verigrad/verigrad-verifier-key-file/content"
    error_message = "the setting must name the mounted file"
  }

  assert {
    condition     = one([for e in kubernetes_manifest.service.manifest.spec.template.spec.containers[0].env : e.valueFrom.secretKeyRef.name if e.name == "QUARKUS_DATASOURCE_PASSWORD"]) == "ledger"
    error_message = "a password is a reference"
  }

  assert {
    condition     = kubernetes_config_map_v1.files[0].data["VERIGRAD_VERIFIER_POLICY_FILE"] == "version: 1\n" && contains(keys(kubernetes_manifest.service.manifest.spec.template.metadata.annotations), "verigrad.io/files")
    error_message = "a changed policy must be a new revision"
  }
}

run "runs_on_chosen_nodes_where_the_cluster_allows_it" {
  command = plan

  variables {
    node_selector    = { "verigrad.io/pool" = "functions" }
    cluster_features = ["kubernetes.podspec-nodeselector"]
  }

  assert {
    condition     = kubernetes_manifest.service.manifest.spec.template.spec.nodeSelector["verigrad.io/pool"] == "functions"
    error_message = "the selector must arrive"
  }
}
