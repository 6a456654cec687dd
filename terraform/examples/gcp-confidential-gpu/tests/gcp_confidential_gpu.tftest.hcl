mock_provider "google" {
  source          = "../../testing/mocks/google"
  override_during = plan
}

variables {
  project_id      = "verigrad-test"
  container_image = "us-docker.pkg.dev/verigrad-test/images/gpu-runner@sha256:1111111111111111111111111111111111111111111111111111111111111111"
  functions = {
    payment    = "https://pay.example.com"
    verifiers  = ["https://verifier-a.example.com", "https://verifier-b.example.com"]
    settlement = "https://settlement.example.com"
  }
  kafka_bootstrap_servers = ["kafka.example.com:9093"]
  chain = {
    id               = 84532
    settlement       = "0x1111111111111111111111111111111111111111"
    enclave_registry = "0x2222222222222222222222222222222222222222"
  }
  parties = {
    operator = "0x3333333333333333333333333333333333333333"
    host     = "0x4444444444444444444444444444444444444444"
    pay_to   = "0x5555555555555555555555555555555555555555"
  }
  asset = { address = "0x036CbD53842c5426634e7929541eC2318f3dCF7e", name = "USDC", version = "2" }
}

run "composes_a_runner_and_its_network" {
  command = plan

  assert {
    condition     = output.runtime_digest == "0x1111111111111111111111111111111111111111111111111111111111111111" && one(output.reference_values.measurements).registers["image-digest"] == output.runtime_digest
    error_message = "the image is what the policy must demand"
  }
}

run "rejects_a_host_that_is_paid_past_its_vault" {
  command = plan

  variables {
    parties = {
      operator = "0x3333333333333333333333333333333333333333"
      host     = "0x4444444444444444444444444444444444444444"
      pay_to   = "0x4444444444444444444444444444444444444444"
    }
  }

  expect_failures = [var.parties]
}

run "rejects_functions_without_tls" {
  command = plan

  variables {
    functions = {
      payment    = "http://pay.example.com"
      verifiers  = ["https://verifier-a.example.com"]
      settlement = "https://settlement.example.com"
    }
  }

  expect_failures = [var.functions]
}
