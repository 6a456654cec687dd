locals {
  tags = merge({ Project = "verigrad" }, var.tags)

  access_log = {
    requestId = "$context.requestId"
    time      = "$context.requestTime"
    address   = "$context.identity.sourceIp"
    route     = "$context.routeKey"
    status    = "$context.status"
    latency   = "$context.responseLatency"
    length    = "$context.responseLength"
    error     = "$context.integrationErrorMessage"
  }

  # CloudFront's own policies: no caching; everything the viewer sends but Host.
  caching_disabled           = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  all_viewer_except_host     = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
  with_cloudfront            = var.web_acl_arn != null
  allowed_methods_cloudfront = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
}

resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/apigateway/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = local.tags
}

resource "aws_apigatewayv2_api" "this" {
  name          = var.name
  description   = "Verigrad: ${var.function.function_name}"
  protocol_type = "HTTP"
  tags          = local.tags
}

resource "aws_apigatewayv2_integration" "this" {
  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_method     = "POST"
  integration_uri        = var.function.alias_invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = var.timeout_seconds * 1000
}

resource "aws_apigatewayv2_route" "this" {
  for_each  = var.routes
  api_id    = aws_apigatewayv2_api.this.id
  route_key = each.key
  target    = "integrations/${aws_apigatewayv2_integration.this.id}"
}

resource "aws_apigatewayv2_stage" "this" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default"
  auto_deploy = true
  tags        = local.tags

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = jsonencode(local.access_log)
  }

  # What no route names has the tightest limit of all.
  default_route_settings {
    throttling_rate_limit  = 1
    throttling_burst_limit = 1
  }

  dynamic "route_settings" {
    for_each = var.routes
    content {
      route_key              = route_settings.key
      throttling_rate_limit  = route_settings.value.rate
      throttling_burst_limit = route_settings.value.burst
    }
  }

  lifecycle {
    precondition {
      condition     = var.domain == null || local.with_cloudfront
      error_message = "domain is the distribution's name: it needs web_acl_arn."
    }
  }

  depends_on = [aws_apigatewayv2_route.this]
}

resource "aws_lambda_permission" "api" {
  for_each      = var.routes
  statement_id  = "api-${substr(sha256(each.key), 0, 16)}"
  action        = "lambda:InvokeFunction"
  function_name = var.function.function_name
  qualifier     = var.function.alias_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/${aws_apigatewayv2_stage.this.name}/${replace(each.key, " ", "")}"
}

resource "aws_cloudfront_distribution" "this" {
  count           = local.with_cloudfront ? 1 : 0
  comment         = var.name
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  price_class     = "PriceClass_All"
  web_acl_id      = var.web_acl_arn
  aliases         = var.domain == null ? [] : [var.domain.name]
  tags            = local.tags

  origin {
    origin_id   = "api"
    domain_name = replace(aws_apigatewayv2_api.this.api_endpoint, "https://", "")

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
      origin_read_timeout    = 30
    }
  }

  default_cache_behavior {
    target_origin_id       = "api"
    viewer_protocol_policy = "https-only"
    allowed_methods        = local.allowed_methods_cloudfront
    cached_methods         = ["GET", "HEAD"]
    # An answer about a payment is never the answer to another.
    cache_policy_id          = local.caching_disabled
    origin_request_policy_id = local.all_viewer_except_host
    compress                 = false
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = var.domain == null
    acm_certificate_arn            = try(var.domain.certificate_arn, null)
    ssl_support_method             = var.domain == null ? null : "sni-only"
    minimum_protocol_version       = var.domain == null ? "TLSv1" : "TLSv1.2_2021"
  }
}
