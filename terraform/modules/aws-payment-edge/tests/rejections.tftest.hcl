mock_provider "aws" {
  source          = "../../testing/mocks/aws"
  override_during = plan
}

variables {
  name = "verigrad-payment"
  function = {
    function_name    = "payment-fn"
    alias_name       = "live"
    alias_invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:payment-fn:live/invocations"
  }
}

run "rejects_a_name_with_upper_case" {
  command = plan

  variables {
    name = "Payment"
  }

  expect_failures = [var.name]
}

run "rejects_a_function_arn_in_place_of_an_invoke_arn" {
  command = plan

  variables {
    function = { function_name = "f", alias_name = "live", alias_invoke_arn = "arn:aws:lambda:eu-central-1:123456789012:function:f:live" }
  }

  expect_failures = [var.function]
}

run "rejects_a_catch_all_route" {
  command = plan

  variables {
    routes = { "$default" = { rate = 1, burst = 1 } }
  }

  expect_failures = [var.routes]
}

run "rejects_a_proxy_route" {
  command = plan

  variables {
    routes = { "POST /{proxy+}" = { rate = 1, burst = 1 } }
  }

  expect_failures = [var.routes]
}

run "rejects_no_routes" {
  command = plan

  variables {
    routes = {}
  }

  expect_failures = [var.routes]
}

run "rejects_a_rate_of_zero" {
  command = plan

  variables {
    routes = { "POST /check" = { rate = 0, burst = 1 } }
  }

  expect_failures = [var.routes]
}

run "rejects_a_burst_below_the_rate" {
  command = plan

  variables {
    routes = { "POST /check" = { rate = 10, burst = 5 } }
  }

  expect_failures = [var.routes]
}

run "rejects_a_regional_web_acl" {
  command = plan

  variables {
    web_acl_arn = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/a/b"
  }

  expect_failures = [var.web_acl_arn]
}

run "rejects_a_certificate_of_another_region" {
  command = plan

  variables {
    domain = { name = "pay.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/a" }
  }

  expect_failures = [var.domain]
}

run "rejects_a_domain_without_a_distribution" {
  command = plan

  variables {
    domain = { name = "pay.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/a" }
  }

  expect_failures = [aws_apigatewayv2_stage.this]
}

run "rejects_a_timeout_beyond_the_limit_of_http_apis" {
  command = plan

  variables {
    timeout_seconds = 31
  }

  expect_failures = [var.timeout_seconds]
}

run "rejects_a_retention_that_cloudwatch_does_not_know" {
  command = plan

  variables {
    log_retention_days = 2
  }

  expect_failures = [var.log_retention_days]
}

run "rejects_a_key_that_is_an_alias_name" {
  command = plan

  variables {
    kms_key_arn = "alias/logs"
  }

  expect_failures = [var.kms_key_arn]
}

run "rejects_tags_that_aws_keeps_for_itself" {
  command = plan

  variables {
    tags = { "aws:owner" = "me" }
  }

  expect_failures = [var.tags]
}
