locals {
  labels       = merge({ project = "verigrad" }, var.labels)
  region       = regex("^(.*)-[a-z]$", var.zone)[0]
  repository   = regex("^([a-z0-9-]+)-docker\\.pkg\\.dev/([^/]+)/([^/]+)/", var.container_image)
  image_digest = regex("@(sha256:[0-9a-f]{64})$", var.container_image)[0]
  # The digest in the form that receipts have it.
  runtime_digest = "0x${trimprefix(local.image_digest, "sha256:")}"
  is_debug_image = strcontains(var.confidential_space_image, "debug")

  environment = merge(var.environment, { VERIGRAD_RUNNER_RUNTIME_DIGEST = local.runtime_digest })
}

resource "google_service_account" "this" {
  project      = var.project_id
  account_id   = var.name
  display_name = "Verigrad runner"
}

resource "google_project_iam_member" "attestation" {
  project = var.project_id
  role    = "roles/confidentialcomputing.workloadUser"
  member  = google_service_account.this.member
}

resource "google_project_iam_member" "logs" {
  project = var.project_id
  role    = "roles/logging.logWriter"
  member  = google_service_account.this.member
}

resource "google_artifact_registry_repository_iam_member" "image" {
  project    = local.repository[1]
  location   = local.repository[0]
  repository = local.repository[2]
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.this.member
}

resource "google_secret_manager_secret_iam_member" "secret" {
  for_each  = var.secrets
  project   = split("/", each.value)[1]
  secret_id = split("/", each.value)[3]
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.this.member
}

resource "google_compute_address" "this" {
  project = var.project_id
  name    = var.name
  region  = local.region
  labels  = local.labels
}

resource "google_compute_firewall" "consumers" {
  project                 = var.project_id
  name                    = "${var.name}-consumers"
  description             = "Consumers to the runner; there is no way in for operators"
  network                 = var.network
  direction               = "INGRESS"
  source_ranges           = var.consumers
  target_service_accounts = [google_service_account.this.email]

  allow {
    protocol = "tcp"
    ports    = [tostring(var.port)]
  }
}

resource "google_compute_instance" "this" {
  project                   = var.project_id
  name                      = var.name
  zone                      = var.zone
  machine_type              = var.machine_type
  min_cpu_platform          = "Intel Sapphire Rapids"
  allow_stopping_for_update = true
  deletion_protection       = false
  labels                    = local.labels

  confidential_instance_config {
    enable_confidential_compute = true
    confidential_instance_type  = "TDX"
  }

  shielded_instance_config {
    enable_secure_boot          = true
    enable_vtpm                 = true
    enable_integrity_monitoring = true
  }

  scheduling {
    # A confidential VM cannot move while it runs.
    on_host_maintenance         = "TERMINATE"
    provisioning_model          = var.provisioning_model
    preemptible                 = var.provisioning_model == "SPOT"
    automatic_restart           = var.provisioning_model == "STANDARD"
    instance_termination_action = var.provisioning_model == "STANDARD" && var.max_run_hours == null ? null : "STOP"

    dynamic "max_run_duration" {
      for_each = var.max_run_hours == null ? [] : [var.max_run_hours]
      content {
        seconds = max_run_duration.value * 3600
      }
    }
  }

  boot_disk {
    auto_delete = true

    initialize_params {
      image = var.confidential_space_image
      size  = var.disk_gb
      type  = "hyperdisk-balanced"
    }
  }

  network_interface {
    subnetwork = var.subnetwork
    nic_type   = "GVNIC"

    access_config {
      nat_ip = google_compute_address.this.address
    }
  }

  service_account {
    email  = google_service_account.this.email
    scopes = ["cloud-platform"]
  }

  metadata = merge(
    { for name, value in local.environment : "tee-env-${name}" => value },
    {
      tee-image-reference    = var.container_image
      tee-install-gpu-driver = "true"
      tee-restart-policy     = "Always"
      # A log outside the enclave could hold what was asked; the runner exports its metrics itself.
      tee-container-log-redirect = "false"
      block-project-ssh-keys     = "true"
      serial-port-enable         = "false"
    },
  )

  lifecycle {
    precondition {
      condition     = var.debug || !local.is_debug_image
      error_message = "confidential_space_image is a debug image: its memory can be read. Set debug = true if that is meant; no policy accepts its evidence."
    }

    precondition {
      condition     = var.provisioning_model != "FLEX_START" || var.max_run_hours != null
      error_message = "provisioning_model FLEX_START needs max_run_hours."
    }

    precondition {
      condition     = strcontains(var.subnetwork, "/regions/${local.region}/")
      error_message = "subnetwork is in another region than the zone."
    }
  }

  depends_on = [
    google_artifact_registry_repository_iam_member.image,
    google_project_iam_member.attestation,
    google_secret_manager_secret_iam_member.secret,
  ]
}
