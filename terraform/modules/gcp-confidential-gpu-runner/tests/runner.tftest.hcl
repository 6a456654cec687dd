mock_provider "google" {
  source          = "../../testing/mocks/google"
  override_during = plan
}

variables {
  name            = "verigrad-runner"
  project_id      = "verigrad-test"
  network         = "projects/verigrad-test/global/networks/main"
  subnetwork      = "projects/verigrad-test/regions/us-central1/subnetworks/main"
  container_image = "us-docker.pkg.dev/verigrad-test/images/gpu-runner@sha256:1111111111111111111111111111111111111111111111111111111111111111"
}

run "starts_a_tdx_machine_with_secure_boot_that_never_moves" {
  command = plan

  assert {
    condition     = google_compute_instance.this.machine_type == "a3-highgpu-1g" && google_compute_instance.this.confidential_instance_config[0].confidential_instance_type == "TDX"
    error_message = "the memory must be encrypted"
  }

  assert {
    condition     = google_compute_instance.this.scheduling[0].on_host_maintenance == "TERMINATE" && google_compute_instance.this.shielded_instance_config[0].enable_secure_boot
    error_message = "a confidential machine neither moves nor boots anything unsigned"
  }
}

run "gives_the_verifier_the_reference_values_of_this_runner" {
  command = plan

  variables {
    environment = { QUARKUS_HTTP_PORT = "8443", VERIGRAD_RUNNER_VERIFIER_URL = "https://verifier.example.com/?a=1&b=<2>" }
  }

  # A test of the verifier reads the same file.
  assert {
    condition     = jsonencode(output.reference_values) == jsonencode(jsondecode(file("tests/reference-values.json")))
    error_message = "expected tests/reference-values.json, found ${jsonencode(output.reference_values)}"
  }

  assert {
    condition     = output.policy_rules.projects == [var.project_id] && output.policy_rules.confidential-gpu
    error_message = "another project and an open GPU must be refused"
  }

  assert {
    condition     = google_compute_instance.this.metadata["tee-env-VERIGRAD_RUNNER_RUNTIME_DIGEST"] == output.runtime_digest
    error_message = "the runner must sign what was measured"
  }
}

run "lets_nobody_in_but_consumers_and_writes_no_log_outside" {
  command = plan

  assert {
    condition     = one(google_compute_firewall.consumers.allow).ports == tolist(["8443"]) && google_compute_instance.this.metadata["block-project-ssh-keys"] == "true"
    error_message = "operators have no way in"
  }

  assert {
    condition     = google_compute_instance.this.metadata["tee-container-log-redirect"] == "false"
    error_message = "prompts must not reach a log"
  }
}

run "reads_only_the_secrets_that_it_is_given" {
  command = plan

  variables {
    secrets = ["projects/verigrad-test/secrets/kafka"]
  }

  assert {
    condition     = one(values(google_secret_manager_secret_iam_member.secret)).secret_id == "kafka"
    error_message = "rights are per secret"
  }
}

run "runs_for_a_fixed_time_on_flex_start" {
  command = plan

  variables {
    provisioning_model = "FLEX_START"
    max_run_hours      = 24
  }

  assert {
    condition     = google_compute_instance.this.scheduling[0].max_run_duration[0].seconds == 86400 && !google_compute_instance.this.scheduling[0].preemptible
    error_message = "the duration must be the one asked for"
  }
}
