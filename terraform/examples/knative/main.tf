# All functions on Knative: events through a Kafka broker, each function down to no instance when nobody calls.

provider "kubernetes" {
  config_path    = "~/.kube/config"
  config_context = var.kube_context
}

locals {
  shared_environment = {
    QUARKUS_DATASOURCE_REACTIVE_URL = var.database.url
    QUARKUS_DATASOURCE_USERNAME     = var.database.user
    VERIGRAD_CHAIN_ID               = tostring(var.chain.id)
    VERIGRAD_CHAIN_SETTLEMENT       = var.chain.settlement
    VERIGRAD_CHAIN_ENCLAVE_REGISTRY = var.chain.enclave_registry
  }
  shared_secrets = {
    QUARKUS_DATASOURCE_PASSWORD = { secret = "ledger", key = "password" }
    VERIGRAD_CHAIN_RPC_URL      = { secret = "chain", key = "rpc-url" }
  }
}

module "payment_fn" {
  source    = "../../modules/knative-function"
  name      = "payment-fn"
  namespace = var.namespace
  image     = var.images.payment
  public    = true
  # A consumer waits for this one: one instance is always there.
  scaling = { min = 1, max = 20, concurrency = 50 }
  environment = merge(local.shared_environment, {
    VERIGRAD_PAYMENT_ASSETS_USDC_ADDRESS = var.asset.address
    VERIGRAD_PAYMENT_ASSETS_USDC_NAME    = var.asset.name
    VERIGRAD_PAYMENT_ASSETS_USDC_VERSION = var.asset.version
  })
  secret_environment = local.shared_secrets
}

module "verifier_fn" {
  source    = "../../modules/knative-function"
  name      = "verifier-fn"
  namespace = var.namespace
  image     = var.images.verifier
  public    = true
  environment = merge(local.shared_environment, {
    # The broker brings the events.
    VERIGRAD_KAFKA_ENABLED = "false"
  })
  secret_environment = local.shared_secrets
  secret_files       = { VERIGRAD_VERIFIER_KEY_FILE = { secret = "verifier-key", key = "key" } }
  config_files       = { VERIGRAD_VERIFIER_POLICY_FILE = file(var.appraisal_policy_file) }
}

module "settlement_fn" {
  source    = "../../modules/knative-function"
  name      = "settlement-fn"
  namespace = var.namespace
  image     = var.images.settlement
  public    = true
  # Two settlers at once are safe but wait for each other.
  scaling         = { max = 2, concurrency = 4 }
  timeout_seconds = 120
  environment = merge(local.shared_environment, {
    MP_MESSAGING_INCOMING_APPRAISED_IN_ENABLED = "false"
    VERIGRAD_SETTLEMENT_TICK                   = "off"
    VERIGRAD_SETTLEMENT_VALIDATORS             = module.verifier_fn.cluster_url
    VERIGRAD_SETTLEMENT_HOSTS                  = join(",", sort(var.hosts))
    VERIGRAD_SETTLEMENT_CONFIRMATIONS          = "12"
  })
  secret_environment = local.shared_secrets
  secret_files       = { VERIGRAD_SETTLEMENT_KEY_FILE = { secret = "settlement-key", key = "key" } }
}

module "receipt_bus" {
  source    = "../../modules/knative-receipt-bus"
  name      = "receipts"
  namespace = var.namespace
  kafka = {
    bootstrap_servers = var.kafka_bootstrap_servers
    auth_secret       = "kafka-credentials"
  }
  triggers = {
    verifier   = { service = module.verifier_fn.name, type = "io.verigrad.inference.attested.v1" }
    settlement = { service = module.settlement_fn.name, path = "/settle", type = "io.verigrad.inference.appraised.v1" }
  }
  ticks = {
    settle = { service = module.settlement_fn.name, path = "/settle" }
  }
}
