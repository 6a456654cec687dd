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

run "gives_the_verifier_the_reference_values_of_this_image" {
  command = plan

  assert {
    condition     = output.reference_values.claims.image_digest == "sha256:1111111111111111111111111111111111111111111111111111111111111111" && output.runtime_digest == "0x1111111111111111111111111111111111111111111111111111111111111111"
    error_message = "the digest of the image is the reference value"
  }

  assert {
    condition     = output.reference_values.claims.dbgstat == "disabled-since-boot" && output.reference_values.claims.nvidia_gpu_cc_mode == "ON"
    error_message = "debug and an open GPU must be refused"
  }

  assert {
    condition     = google_compute_instance.this.metadata["tee-env-VERIGRAD_RUNNER_RUNTIME_DIGEST"] == output.runtime_digest
    error_message = "the runner must sign what was measured"
  }
}

run "passes_boot_measurements_on_to_the_policy" {
  command = plan

  variables {
    boot_measurements = { mrtd = "0x111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111" }
  }

  assert {
    condition     = output.reference_values.registers["mrtd"] == var.boot_measurements["mrtd"]
    error_message = "registers must arrive in the policy"
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
