mock_provider "aws" {
  source          = "../../testing/mocks/aws"
  override_during = plan
}

mock_provider "aws" {
  alias           = "us_east_1"
  source          = "../../testing/mocks/aws"
  override_during = plan
}

variables {
  network = { vpc_id = "vpc-0123456789abcdef0", subnet_ids = ["subnet-a", "subnet-b", "subnet-c"] }
  packages = {
    payment    = { bucket = "artifacts", key = "payment-fn/function.zip", version_id = "1" }
    verifier   = { bucket = "artifacts", key = "verifier-fn/function.zip", version_id = "1" }
    settlement = { bucket = "artifacts", key = "settlement-fn/function.zip", version_id = "1" }
  }
  chain = {
    id                 = 84532
    settlement         = "0x1111111111111111111111111111111111111111"
    enclave_registry   = "0x2222222222222222222222222222222222222222"
    rpc_url_secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rpc-a1b2c3"
  }
  assets = {
    USDC = { address = "0x036CbD53842c5426634e7929541eC2318f3dCF7e", name = "USDC", version = "2" }
  }
  hosts                   = ["0x3333333333333333333333333333333333333333"]
  verifier_key_secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:verifier-key-a1b2c3"
  key_administrators      = ["arn:aws:iam::123456789012:role/key-admin"]
  writer_credentials = {
    secret_arn  = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:AmazonMSK_writer-a1b2c3"
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000"
  }
}

run "composes_the_functions_the_edge_and_the_settlement_base" {
  command = plan

  assert {
    condition     = output.payment_url == "https://d111111abcdef8.cloudfront.net"
    error_message = "payments come through the distribution with its limits"
  }

  assert {
    condition     = output.verifier_url == "https://abc123.execute-api.eu-central-1.amazonaws.com" && output.settlement_url == output.verifier_url
    error_message = "verifier and settlement have HTTP APIs of their own (the mock gives both one name)"
  }
}

run "rejects_a_key_in_place_of_a_reference" {
  command = plan

  variables {
    verifier_key_secret_arn = "0x1111111111111111111111111111111111111111111111111111111111111111"
  }

  expect_failures = [var.verifier_key_secret_arn]
}

run "rejects_one_address_for_two_contracts" {
  command = plan

  variables {
    chain = {
      id                 = 84532
      settlement         = "0x1111111111111111111111111111111111111111"
      enclave_registry   = "0x1111111111111111111111111111111111111111"
      rpc_url_secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rpc-a1b2c3"
    }
  }

  expect_failures = [var.chain]
}
