mock_provider "kubernetes" {
  source          = "../../testing/mocks/kubernetes"
  override_during = plan
}

variables {
  kube_context = "test"
  images = {
    payment    = "ghcr.io/verigrad/payment-fn@sha256:1111111111111111111111111111111111111111111111111111111111111111"
    verifier   = "ghcr.io/verigrad/verifier-fn@sha256:2222222222222222222222222222222222222222222222222222222222222222"
    settlement = "ghcr.io/verigrad/settlement-fn@sha256:3333333333333333333333333333333333333333333333333333333333333333"
  }
  chain = {
    id               = 84532
    settlement       = "0x1111111111111111111111111111111111111111"
    enclave_registry = "0x2222222222222222222222222222222222222222"
  }
  database                = { url = "postgresql://ledger:5432/verigrad", user = "verigrad" }
  kafka_bootstrap_servers = ["kafka-kafka-bootstrap.kafka:9093"]
  asset                   = { address = "0x036CbD53842c5426634e7929541eC2318f3dCF7e", name = "USDC", version = "2" }
  hosts                   = ["0x3333333333333333333333333333333333333333"]
  appraisal_policy_file   = "versions.tf"
}

run "composes_three_functions_and_the_bus" {
  command = plan

  assert {
    condition     = output.cluster_urls.verifier == "http://verifier-fn.verigrad.svc.cluster.local"
    error_message = "settlement asks the verifier inside the cluster"
  }
}

run "rejects_a_password_in_the_databases_url" {
  command = plan

  variables {
    database = { url = "postgresql://verigrad:secret@ledger:5432/verigrad", user = "verigrad" }
  }

  expect_failures = [var.database]
}

run "rejects_a_context_that_is_whichever_is_current" {
  command = plan

  variables {
    kube_context = ""
  }

  expect_failures = [var.kube_context]
}
