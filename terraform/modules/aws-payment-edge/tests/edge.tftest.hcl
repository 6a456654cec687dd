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

run "opens_only_the_routes_of_the_payment_function" {
  command = plan

  assert {
    condition     = toset(keys(aws_apigatewayv2_route.this)) == toset(["GET /settle", "GET /supported", "GET /verify", "POST /check", "POST /confirm", "POST /release", "POST /settle", "POST /status", "POST /verify"])
    error_message = "there is no catch-all route"
  }

  assert {
    condition     = length(aws_lambda_permission.api) == length(var.routes) && alltrue([for p in aws_lambda_permission.api : !strcontains(p.source_arn, "*")])
    error_message = "each route has its own permission"
  }
}

run "limits_each_route_and_most_of_all_the_unknown_ones" {
  command = plan

  assert {
    condition     = one([for s in aws_apigatewayv2_stage.this.route_settings : s.throttling_rate_limit if s.route_key == "POST /settle"]) == 10
    error_message = "settle costs gas"
  }

  assert {
    condition     = aws_apigatewayv2_stage.this.default_route_settings[0].throttling_rate_limit == 1
    error_message = "unknown routes must not be free"
  }
}

run "logs_no_header_and_no_body" {
  command = plan

  assert {
    condition     = !strcontains(aws_apigatewayv2_stage.this.access_log_settings[0].format, "header") && !strcontains(aws_apigatewayv2_stage.this.access_log_settings[0].format, "body")
    error_message = "a payment header in a log could be replayed"
  }
}

run "puts_a_distribution_in_front_when_it_is_given_a_web_acl" {
  command = plan

  variables {
    web_acl_arn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/verigrad/00000000-0000-4000-8000-000000000000"
    domain = {
      name            = "pay.example.com"
      certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
    }
  }

  assert {
    condition     = aws_cloudfront_distribution.this[0].web_acl_id == var.web_acl_arn && output.url == "https://pay.example.com"
    error_message = "the ACL guards the distribution"
  }

  assert {
    condition     = aws_cloudfront_distribution.this[0].viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    error_message = "no old TLS"
  }
}

run "answers_at_the_http_api_without_a_web_acl" {
  command = plan

  assert {
    condition     = output.url == "https://abc123.execute-api.eu-central-1.amazonaws.com" && length(aws_cloudfront_distribution.this) == 0
    error_message = "without an ACL there is no distribution"
  }
}
