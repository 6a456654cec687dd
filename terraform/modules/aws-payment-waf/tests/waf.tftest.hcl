mock_provider "aws" {
  source          = "../../testing/mocks/aws"
  override_during = plan
}

variables {
  name = "verigrad-payment"
}

run "blocks_bodies_and_rates_beyond_the_limits" {
  command = plan

  assert {
    condition     = one([for r in aws_wafv2_web_acl.this.rule : r if r.name == "rate"]).statement[0].rate_based_statement[0].limit == 600
    error_message = "the rate limit must be the one asked for"
  }

  assert {
    condition     = one([for r in aws_wafv2_web_acl.this.rule : r if r.name == "body-size"]).statement[0].size_constraint_statement[0].size == 65536
    error_message = "the body limit must be the one asked for"
  }
}

run "keeps_no_samples_since_they_hold_payment_headers" {
  command = plan

  assert {
    condition = alltrue(concat(
      [for r in aws_wafv2_web_acl.this.rule : !r.visibility_config[0].sampled_requests_enabled],
      [!aws_wafv2_web_acl.this.visibility_config[0].sampled_requests_enabled],
    ))
    error_message = "sampled requests hold headers"
  }
}
