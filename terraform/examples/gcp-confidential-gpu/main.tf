# One runner inside Intel TDX with an H100 in confidential mode, in a network of its own. The functions run elsewhere.

provider "google" {
  project = var.project_id
}

locals {
  region = regex("^(.*)-[a-z]$", var.zone)[0]
}

resource "google_compute_network" "this" {
  name                    = "verigrad-runner"
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "this" {
  name                     = "verigrad-runner"
  network                  = google_compute_network.this.id
  region                   = local.region
  ip_cidr_range            = "10.10.0.0/24"
  private_ip_google_access = true
}

module "runner" {
  source          = "../../modules/gcp-confidential-gpu-runner"
  name            = "verigrad-runner"
  project_id      = var.project_id
  zone            = var.zone
  network         = "projects/${var.project_id}/global/networks/${google_compute_network.this.name}"
  subnetwork      = "projects/${var.project_id}/regions/${local.region}/subnetworks/${google_compute_subnetwork.this.name}"
  container_image = var.container_image

  environment = {
    QUARKUS_HTTP_PORT               = "8443"
    KAFKA_BOOTSTRAP_SERVERS         = join(",", var.kafka_bootstrap_servers)
    VERIGRAD_CHAIN_ID               = tostring(var.chain.id)
    VERIGRAD_CHAIN_SETTLEMENT       = var.chain.settlement
    VERIGRAD_CHAIN_ENCLAVE_REGISTRY = var.chain.enclave_registry
    VERIGRAD_RUNNER_PAYMENT_URL     = var.functions.payment
    VERIGRAD_RUNNER_VERIFIER_URL    = join(",", var.functions.verifiers)
    VERIGRAD_RUNNER_SETTLEMENT_URL  = var.functions.settlement
    VERIGRAD_RUNNER_OPERATOR        = var.parties.operator
    VERIGRAD_RUNNER_HOST            = var.parties.host
    VERIGRAD_RUNNER_PAY_TO          = var.parties.pay_to
    VERIGRAD_RUNNER_ASSET_ADDRESS   = var.asset.address
    VERIGRAD_RUNNER_ASSET_NAME      = var.asset.name
    VERIGRAD_RUNNER_ASSET_VERSION   = var.asset.version
  }
}
