# All functions on Lambda: the ledger on RDS, the bus on MSK, the signer key in KMS, each function behind its own HTTP API.

provider "aws" {
  region = var.region
}

provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"
}

locals {
  chain_environment = {
    VERIGRAD_CHAIN_ID               = tostring(var.chain.id)
    VERIGRAD_CHAIN_SETTLEMENT       = var.chain.settlement
    VERIGRAD_CHAIN_ENCLAVE_REGISTRY = var.chain.enclave_registry
  }
  shared_environment = merge(local.chain_environment, module.settlement.environment)
  shared_secrets = {
    VERIGRAD_CHAIN_RPC_URL      = { arn = var.chain.rpc_url_secret_arn }
    QUARKUS_DATASOURCE_PASSWORD = module.settlement.database_password
  }
  asset_environment = merge([
    for symbol, asset in var.assets : {
      "VERIGRAD_PAYMENT_ASSETS_${symbol}_ADDRESS" = asset.address
      "VERIGRAD_PAYMENT_ASSETS_${symbol}_NAME"    = asset.name
      "VERIGRAD_PAYMENT_ASSETS_${symbol}_VERSION" = asset.version
    }
  ]...)
}

module "payment_fn" {
  source      = "../../modules/aws-lambda-function"
  name        = "${var.name}-payment-fn"
  description = "x402 facilitator; check: verify and reserve"
  package     = { s3 = var.packages.payment }
  runtime     = var.runtime
  vpc         = module.settlement.function_network
  environment = merge(local.shared_environment, local.asset_environment, {
    VERIGRAD_PAYMENT_EXPOSURE_CAP = var.exposure_cap
  })
  secrets = local.shared_secrets
}

module "verifier_fn" {
  source          = "../../modules/aws-lambda-function"
  name            = "${var.name}-verifier-fn"
  description     = "Appraises enclaves and receipts, endorses batches"
  package         = { s3 = var.packages.verifier }
  runtime         = var.runtime
  timeout_seconds = 60
  vpc             = module.settlement.function_network
  environment = merge(local.shared_environment, module.settlement.kafka_environment, {
    # Lambda reads the bus; the function only writes to it.
    MP_MESSAGING_INCOMING_ATTESTED_IN_ENABLED = "false"
    VERIGRAD_LAMBDA_REPORT                    = "items"
    VERIGRAD_VERIFIER_POLICY_FILE             = "/var/task/appraisal-policy.yaml"
  })
  secrets = merge(local.shared_secrets, module.settlement.kafka_secrets, {
    VERIGRAD_VERIFIER_KEY_FILE = { arn = var.verifier_key_secret_arn }
  })
}

module "settlement_fn" {
  source          = "../../modules/aws-lambda-function"
  name            = "${var.name}-settlement-fn"
  description     = "Settles affirmed receipts in batches"
  package         = { s3 = var.packages.settlement }
  runtime         = var.runtime
  timeout_seconds = 120
  vpc             = module.settlement.function_network
  # Two settlers at once are safe but wait for each other.
  reserved_concurrency = 2
  environment = merge(local.shared_environment, {
    VERIGRAD_KAFKA_ENABLED            = "false"
    VERIGRAD_LAMBDA_REPORT            = "items"
    VERIGRAD_SETTLEMENT_TICK          = "off"
    VERIGRAD_SETTLEMENT_KMS_KEY       = module.settlement.signer_key_arn
    VERIGRAD_SETTLEMENT_VALIDATORS    = join(",", concat([module.verifier_edge.url], var.other_validators))
    VERIGRAD_SETTLEMENT_HOSTS         = join(",", sort(var.hosts))
    VERIGRAD_SETTLEMENT_CONFIRMATIONS = "12"
  })
  secrets = local.shared_secrets
}

module "settlement" {
  source             = "../../modules/aws-settlement"
  name               = var.name
  network            = var.network
  key_administrators = var.key_administrators
  signer_role_arn    = module.settlement_fn.role_arn
  writer_credentials = var.writer_credentials

  consumers = {
    verifier = {
      alias_arn      = module.verifier_fn.alias_arn
      role_name      = module.verifier_fn.role_name
      topic          = "verigrad.inference.attested"
      consumer_group = "verigrad-verifier-fn"
      produces       = ["verigrad.inference.appraised", "verigrad.inference.attested.dlq"]
    }
    settlement = {
      alias_arn      = module.settlement_fn.alias_arn
      role_name      = module.settlement_fn.role_name
      topic          = "verigrad.inference.appraised"
      consumer_group = "verigrad-settlement"
      from           = "LATEST"
    }
  }

  tick = {
    alias_arn     = module.settlement_fn.alias_arn
    function_name = module.settlement_fn.function_name
    alias_name    = module.settlement_fn.alias_name
  }
}

module "payment_waf" {
  source    = "../../modules/aws-payment-waf"
  providers = { aws = aws.us_east_1 }
  name      = "${var.name}-payment"
}

module "payment_edge" {
  source      = "../../modules/aws-payment-edge"
  name        = "${var.name}-payment"
  web_acl_arn = module.payment_waf.web_acl_arn
  function = {
    function_name    = module.payment_fn.function_name
    alias_name       = module.payment_fn.alias_name
    alias_invoke_arn = module.payment_fn.alias_invoke_arn
  }
}

module "verifier_edge" {
  source = "../../modules/aws-payment-edge"
  name   = "${var.name}-verifier"
  function = {
    function_name    = module.verifier_fn.function_name
    alias_name       = module.verifier_fn.alias_name
    alias_invoke_arn = module.verifier_fn.alias_invoke_arn
  }
  timeout_seconds = 30
  routes = {
    "POST /challenge"        = { rate = 20, burst = 40 }
    "POST /appraise-enclave" = { rate = 5, burst = 10 }
    "POST /endorse"          = { rate = 20, burst = 40 }
  }
}

module "settlement_edge" {
  source = "../../modules/aws-payment-edge"
  name   = "${var.name}-settlement"
  function = {
    function_name    = module.settlement_fn.function_name
    alias_name       = module.settlement_fn.alias_name
    alias_invoke_arn = module.settlement_fn.alias_invoke_arn
  }
  timeout_seconds = 30
  # Only registration is public; rounds are started by the clock and the bus.
  routes = {
    "POST /register" = { rate = 5, burst = 10 }
  }
}

module "observability" {
  source       = "../../modules/observability"
  name         = var.name
  alarm_emails = var.alarm_emails
  functions = {
    payment    = { name = module.payment_fn.function_name, alias = module.payment_fn.alias_name, timeout_seconds = 30, log_group_name = module.payment_fn.log_group_name }
    verifier   = { name = module.verifier_fn.function_name, alias = module.verifier_fn.alias_name, timeout_seconds = 60, log_group_name = module.verifier_fn.log_group_name }
    settlement = { name = module.settlement_fn.function_name, alias = module.settlement_fn.alias_name, timeout_seconds = 120, log_group_name = module.settlement_fn.log_group_name }
  }
  dead_letter_queues = merge(
    { for name, queue in module.settlement.failed_batch_queue_names : "${name}-batches" => queue },
    {
      payment-calls    = module.payment_fn.dead_letter_queue_name
      verifier-calls   = module.verifier_fn.dead_letter_queue_name
      settlement-calls = module.settlement_fn.dead_letter_queue_name
    },
  )
  apis = {
    payment    = module.payment_edge.api_id
    verifier   = module.verifier_edge.api_id
    settlement = module.settlement_edge.api_id
  }
  database_identifier = module.settlement.database_identifier
  kafka_cluster_name  = module.settlement.kafka_cluster_name
  consumer_groups = {
    verifier   = { group = "verigrad-verifier-fn", topic = "verigrad.inference.attested" }
    settlement = { group = "verigrad-settlement", topic = "verigrad.inference.appraised" }
  }
}
