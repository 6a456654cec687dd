output "web_acl_arn" {
  description = "ARN of the web ACL, for the edge's distribution."
  value       = aws_wafv2_web_acl.this.arn
}

output "metric_name" {
  description = "Name of the ACL's metric, for alarms."
  value       = var.name
}
