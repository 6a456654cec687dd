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

run "rejects_a_name_that_no_service_account_can_have" {
  command = plan

  variables {
    name = "run"
  }

  expect_failures = [var.name]
}

run "rejects_a_project_number" {
  command = plan

  variables {
    project_id = "123456789012"
  }

  expect_failures = [var.project_id]
}

run "rejects_a_region_in_place_of_a_zone" {
  command = plan

  variables {
    zone = "us-central1"
  }

  expect_failures = [var.zone]
}

run "rejects_a_subnetwork_by_its_bare_name" {
  command = plan

  variables {
    subnetwork = "main"
  }

  expect_failures = [var.subnetwork]
}

run "rejects_a_network_by_its_bare_name" {
  command = plan

  variables {
    network = "main"
  }

  expect_failures = [var.network]
}

run "rejects_an_image_that_is_named_by_tag" {
  command = plan

  variables {
    container_image = "us-docker.pkg.dev/verigrad-test/images/gpu-runner:latest"
  }

  expect_failures = [var.container_image]
}

run "rejects_a_machine_without_a_confidential_gpu" {
  command = plan

  variables {
    machine_type = "a3-highgpu-8g"
  }

  expect_failures = [var.machine_type]
}

run "rejects_an_image_of_somebody_else" {
  command = plan

  variables {
    confidential_space_image = "projects/debian-cloud/global/images/family/debian-12"
  }

  expect_failures = [var.confidential_space_image]
}

run "rejects_a_debug_image_that_was_not_meant" {
  command = plan

  variables {
    confidential_space_image = "projects/confidential-space-images/global/images/family/confidential-space-debug-preview-cgpu"
  }

  expect_failures = [google_compute_instance.this]
}

run "rejects_an_unknown_provisioning_model" {
  command = plan

  variables {
    provisioning_model = "CHEAP"
  }

  expect_failures = [var.provisioning_model]
}

run "rejects_flex_start_without_a_duration" {
  command = plan

  variables {
    provisioning_model = "FLEX_START"
  }

  expect_failures = [google_compute_instance.this]
}

run "rejects_a_duration_beyond_what_flex_start_gives" {
  command = plan

  variables {
    max_run_hours = 1000
  }

  expect_failures = [var.max_run_hours]
}

run "rejects_a_subnetwork_of_another_region" {
  command = plan

  variables {
    zone = "europe-west4-b"
  }

  expect_failures = [google_compute_instance.this]
}

run "rejects_the_port_of_ssh" {
  command = plan

  variables {
    port = 22
  }

  expect_failures = [var.port]
}

run "rejects_a_range_that_is_none" {
  command = plan

  variables {
    consumers = ["everybody"]
  }

  expect_failures = [var.consumers]
}

run "rejects_a_disk_that_holds_no_model" {
  command = plan

  variables {
    disk_gb = 10
  }

  expect_failures = [var.disk_gb]
}

run "rejects_a_password_in_the_environment" {
  command = plan

  variables {
    environment = { KAFKA_PASSWORD = "x" }
  }

  expect_failures = [var.environment]
}

run "rejects_a_runtime_digest_by_hand" {
  command = plan

  variables {
    environment = { VERIGRAD_RUNNER_RUNTIME_DIGEST = "0x00" }
  }

  expect_failures = [var.environment]
}

run "rejects_a_secret_by_value" {
  command = plan

  variables {
    secrets = ["hunter2"]
  }

  expect_failures = [var.secrets]
}

run "rejects_a_setting_with_a_backslash" {
  command = plan

  variables {
    environment = { MODEL = "\\u003c" }
  }

  expect_failures = [var.environment]
}

run "rejects_a_label_with_upper_case" {
  command = plan

  variables {
    labels = { Owner = "me" }
  }

  expect_failures = [var.labels]
}
