output "url" {
  description = "Base URL that callers use: the distribution where there is one, else the HTTP API."
  value = (
    !local.with_cloudfront ? aws_apigatewayv2_api.this.api_endpoint :
    var.domain != null ? "https://${var.domain.name}" :
    "https://${aws_cloudfront_distribution.this[0].domain_name}"
  )
}

output "api_id" {
  description = "Id of the HTTP API, for metrics and alarms."
  value       = aws_apigatewayv2_api.this.id
}

output "api_endpoint" {
  description = "The HTTP API itself. It answers without WAF, within the limits per route."
  value       = aws_apigatewayv2_api.this.api_endpoint
}

output "distribution_domain_name" {
  description = "The name to point a CNAME or alias record at; null without a distribution."
  value       = one(aws_cloudfront_distribution.this[*].domain_name)
}

output "access_log_group_name" {
  description = "Name of the log group of accesses."
  value       = aws_cloudwatch_log_group.access.name
}
