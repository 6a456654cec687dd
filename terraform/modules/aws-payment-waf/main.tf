locals {
  tags = merge({ Project = "verigrad" }, var.tags)
}

resource "aws_wafv2_web_acl" "this" {
  name        = var.name
  description = "Limits in front of the payment function"
  scope       = "CLOUDFRONT"
  tags        = local.tags

  default_action {
    allow {}
  }

  association_config {
    request_body {
      cloudfront {
        default_size_inspection_limit = "KB_64"
      }
    }
  }

  rule {
    name     = "body-size"
    priority = 0

    action {
      block {}
    }

    statement {
      size_constraint_statement {
        comparison_operator = "GT"
        size                = var.max_body_bytes

        field_to_match {
          body {
            # A body beyond what WAF reads is too large by itself.
            oversize_handling = "MATCH"
          }
        }

        text_transformation {
          priority = 0
          type     = "NONE"
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-body-size"
      sampled_requests_enabled   = false
    }
  }

  rule {
    name     = "rate"
    priority = 1

    action {
      block {}
    }

    statement {
      rate_based_statement {
        aggregate_key_type    = "IP"
        limit                 = var.requests_per_window
        evaluation_window_sec = var.window_seconds
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-rate"
      sampled_requests_enabled   = false
    }
  }

  dynamic "rule" {
    for_each = { for i, name in sort(keys(var.managed_rules)) : name => i }
    content {
      name     = rule.key
      priority = 10 + rule.value

      override_action {
        dynamic "none" {
          for_each = var.managed_rules[rule.key] == "block" ? [true] : []
          content {}
        }
        dynamic "count" {
          for_each = var.managed_rules[rule.key] == "count" ? [true] : []
          content {}
        }
      }

      statement {
        managed_rule_group_statement {
          name        = rule.key
          vendor_name = "AWS"
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "${var.name}-${rule.key}"
        # Samples would hold payment headers.
        sampled_requests_enabled = false
      }
    }
  }

  # Sampled requests and metrics of the whole list, too.
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = false
  }
}
